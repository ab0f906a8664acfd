use proptest::prelude::*;

use super::*;

fn encode(text: &str, label: &str) -> Vec<u8> {
    let encoding = Encoding::for_label(label.as_bytes()).expect("an encoding");
    let (bytes, _, is_lossy) = encoding.encode(text);
    assert!(!is_lossy, "{text} cannot be written in {label}");
    bytes.into_owned()
}

fn utf16le(text: &str) -> Vec<u8> {
    text.encode_utf16().flat_map(u16::to_le_bytes).collect()
}

fn utf16be(text: &str) -> Vec<u8> {
    text.encode_utf16().flat_map(u16::to_be_bytes).collect()
}

/// The text and the encoding's label, or the refusal.
fn read(bytes: &[u8]) -> Result<(String, &'static str), String> {
    decode(bytes)
        .map(|decoded| (decoded.text.into_owned(), decoded.charset.label()))
        .map_err(|refusal| refusal.to_string())
}

#[track_caller]
fn assert_read(bytes: &[u8], text: &str, label: &'static str) {
    assert_eq!(read(bytes), Ok((text.to_owned(), label)));
}

#[track_caller]
fn assert_refused(bytes: &[u8], beginning: &str) {
    match read(bytes) {
        Err(refusal) => assert!(refusal.starts_with(beginning), "{refusal}"),
        Ok(read) => panic!("{bytes:02x?} was read as {read:?}"),
    }
}

#[test]
fn utf8_is_not_copied() {
    for text in ["", "plain", "naïve 𝄞 правда", "a form feed\u{c} and an escape\u{1b}"] {
        for has_bom in [false, true] {
            let bytes = [if has_bom { BOM } else { b"" }, text.as_bytes()].concat();
            let decoded = decode(&bytes).unwrap();
            assert!(matches!(decoded.text, Cow::Borrowed(read) if read == text), "{decoded:?}");
            assert_eq!((decoded.charset, decoded.has_bom), (Charset(UTF_8), has_bom));
            assert_eq!(decoded.charset.foreign(), None);
        }
    }
}

#[test]
fn utf16_needs_no_mark() {
    for text in ["x", "plain\r\n", "Er las „Mühle“ – 𝄞.\n", "Где ты был? [1]\n\n1. Дома.\n", "ὁ λόγος ἦν [2]"]
    {
        for (bytes, mark, label) in
            [(utf16le(text), b"\xff\xfe", "UTF-16LE"), (utf16be(text), b"\xfe\xff", "UTF-16BE")]
        {
            assert_read(&bytes, text, label);
            assert!(!decode(&bytes).unwrap().has_bom);
            let marked = [mark, &bytes[..]].concat();
            assert_read(&marked, text, label);
            assert!(decode(&marked).unwrap().has_bom);
            assert!(!is_binary(&bytes) && !is_binary(&marked));
        }
    }
    // A mark is enough, whatever the script. Without it there are no zeros here, nothing of an alphabet there.
    assert_read(&[b"\xff\xfe", &utf16le("本は机の上")[..]].concat(), "本は机の上", "UTF-16LE");
    assert_refused(&utf16be("本は机の上\n"), "not a plain text");
}

#[test]
fn a_sample_that_ends_inside_a_pair_is_still_utf16() {
    let text = format!("{}𝄞{}", "x".repeat(SAMPLE / 2 - 1), "y".repeat(SAMPLE));
    assert_read(&utf16le(&text), &text, "UTF-16LE");
}

#[test]
fn utf16_that_is_damaged_is_refused_with_the_place() {
    let mut half = utf16le("one\r\ntwo 𝄞 three");
    half.drain(20..22);
    assert_refused(
        &[b"\xff\xfe", &half[..]].concat(),
        "damaged UTF-16 (little-endian): bytes 0x34 0xD8 in line 2, column 5 cannot be read as a character.",
    );
    let mut odd = utf16be("one\ntwo");
    odd.push(0x41);
    assert_refused(&odd, "damaged UTF-16 (big-endian): byte 0x41 in line 2, column 4");
}

#[test]
fn what_is_no_text_is_refused() {
    let mut noise = 1u32;
    let packed: Vec<u8> = std::iter::repeat_with(|| {
        noise = noise.wrapping_mul(1_664_525).wrapping_add(1_013_904_223);
        (noise >> 24) as u8 | 1
    })
    .take(5000)
    .collect();
    let cases: [&[u8]; 9] = [
        b"PK\x03\x04\x14\0\x06\0\x08\0",
        b"PK\0\0",
        b"\x7fELF\x02\x01\x01\0\0\0",
        b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR",
        b"text\0",
        b"\xff\xfe\0\0t\0\0\0x\0\0\0", // UTF-32
        b"\0\0\xfe\xff\0\0\0t",
        &[0x190u16, 0x1a0, 0x100, 0xf0].map(u16::to_le_bytes).concat(), // a sound
        &[b"%PDF-1.4\n%\xe2\xe3\xcf\xd3\n", &packed[..]].concat(),      // no zero in it
    ];
    for bytes in cases {
        assert_refused(bytes, "not a plain text");
    }
    assert!(is_binary(b"PK\0\0") && !is_binary(b"%PDF-1.4\n%\xe2\xe3\xcf\xd3\n"));
    // Old texts often end with the mark that DOS put there.
    let text = format!("{}\u{1a}", "Elle a répondu à la lettre dès le lendemain. ".repeat(3));
    assert_read(&encode(&text, "windows-1252"), &text, "windows-1252");
}

#[test]
fn legacy_encodings_are_told_by_their_words() {
    let german = "Die schönen Bücher über das Mädchen lagen auf dem Tisch, und draußen schneite es.";
    let french =
        "Où est passée l’œuvre\u{a0}? « Là-bas », dit-il, malgré la fièvre qui ne l’avait pas quitté.";
    let russian = "Письмо получено вчера вечером.";
    let dialogue = "Он вернулся домой поздно. «Где ты был?» — спросила сестра. Ещё горел свет.";
    let ukrainian = "Книга лежала на столі, а надворі цілу ніч ішов дощ. Її читали всі.";
    let mixed = "The word here is правда, which means truth. [1] He wrote it twice.\n\n1. See above.\n";
    let polish = "Książka leżała na półce, a źródła były pożółkłe. Więc wziął ją do ręki.";
    let czech = "Kniha ležela na stole a žlutý kůň stál před domem. Přišel jsem pozdě večer.";
    let cases = [
        (german, "windows-1252", "windows-1252"),
        (german, "iso-8859-1", "windows-1252"),
        (french, "windows-1252", "windows-1252"),
        ("El niño soñaba con una montaña pequeña.", "windows-1252", "windows-1252"),
        ("Bogen lå på bordet, og det regnede hele natten på Ærø.", "windows-1252", "windows-1252"),
        (russian, "windows-1251", "windows-1251"),
        (russian, "koi8-r", "KOI8-R"),
        (russian, "iso-8859-5", "ISO-8859-5"),
        (russian, "ibm866", "IBM866"),
        (dialogue, "windows-1251", "windows-1251"),
        ("Он вернулся домой поздно. Ещё горел свет, и сестра не спала.", "koi8-r", "KOI8-R"),
        (ukrainian, "windows-1251", "windows-1251"),
        (ukrainian, "koi8-u", "KOI8-U"),
        (mixed, "windows-1251", "windows-1251"),
        (mixed, "koi8-r", "KOI8-R"),
        (polish, "windows-1250", "windows-1250"),
        (polish, "iso-8859-2", "ISO-8859-2"),
        (czech, "windows-1250", "windows-1250"),
        ("Το βιβλίο ήταν πάνω στο τραπέζι και έξω έβρεχε.", "windows-1253", "windows-1253"),
        ("Kitap masanın üstündeydi ve dışarıda yağmur yağıyordu.", "windows-1254", "windows-1254"),
        ("本は机の上にあった。外では一晩中雨が降っていた。", "shift_jis", "Shift_JIS"),
        ("本は机の上にあった。外では一晩中雨が降っていた。", "euc-jp", "EUC-JP"),
    ];
    for (text, written, label) in cases {
        assert_read(&encode(text, written), text, label);
    }
}

/// A few characters among much English could be of many encodings. Most are what they are in Windows-1252.
#[test]
fn little_evidence_means_the_west() {
    let words = [
        "fête",
        "naïve",
        "£5",
        "£1, £2, £3 and £4",
        "¡No!",
        "¶ 3",
        "¼ and ¾",
        "Ç",
        "Ø",
        "œuvre",
        "±5",
        "µ",
        "Škoda",
        "vis à vis",
        "café",
        "§ 4",
        "12°",
        "don’t",
        "“so”",
        "see… that",
        "Volume\u{a0}3",
        "1º",
        "†",
    ];
    for word in words {
        let text =
            format!("The letter came on Monday, and we read it with care. [1] {word} It was sent back.\n");
        assert_read(&encode(&text, "windows-1252"), &text, "windows-1252");
    }
    let prices = "A pound of bread was 5 pence at the time, and a pound of meat no less than £5. ".repeat(20);
    assert_read(&encode(&prices, "windows-1252"), &prices, "windows-1252");
    let name = "Their chairman was Lech Wałęsa, who had worked at the yard, and Wałęsa spoke first.";
    assert_refused(
        &encode(name, "windows-1250"),
        "not UTF-8, and its encoding cannot be told: byte 0xB3 in line 1",
    );
}

#[test]
fn one_late_byte_can_rule_an_encoding_out() {
    let german = "Die schönen Bücher über das Mädchen lagen auf dem Tisch. ".repeat(3000);
    assert_read(&encode(&german, "windows-1252"), &german, "windows-1252");
    let name = format!("{german}Ťapák hieß er.");
    assert_read(&encode(&name, "windows-1250"), &name, "windows-1250");
}

#[test]
fn an_encoding_that_makes_no_words_is_not_taken() {
    // From DOS and from an old Macintosh: not encodings that are read.
    let cases: [&[u8]; 7] = [
        b"The caf\x82 was closed, and the other caf\x82 too.",
        b"O\x9d est pass\x8ee l\xd5\xcfuvre ? \xc7 L\x88-bas \xc8, dit-il.",
        b"Die sch\x94nen B\x81cher lagen auf dem Tisch.",
        b"Elle a r\x82pondu \x85 la lettre d\x8as le lendemain.",
        b"La d\x82p\x82che.",
        b"We don\xd5t know, \xd2he said\xd3 and didn\xd5t smile.",
        b"Elle a r\x8epondu \x88 la lettre d\x8fs le lendemain.",
    ];
    for bytes in cases {
        assert_refused(bytes, "not UTF-8, and its encoding cannot be told: byte 0x");
    }
    assert_refused(
        b"One\r\nna\xefve\r\nTwo \x9d three",
        "not UTF-8, and its encoding cannot be told: byte 0x9D in line 3, column 5 makes no sense",
    );
}

/// What is almost UTF-8 would be mojibake in any other encoding.
#[test]
fn utf8_that_is_damaged_is_no_other_encoding() {
    let long = "Письмо — «получено» вчера, naïve “quotes”.\n".repeat(50);
    let damaged = [long.as_bytes(), b"caf\xe9 ", long.as_bytes()].concat();
    assert_refused(
        &damaged,
        "damaged UTF-8: byte 0xE9 in line 51, column 4 cannot be read as a character. Write there",
    );
    let cases: [(&[u8], &str); 4] = [
        ("na\u{ef}ve caf\u{fffd}".as_bytes(), ""),
        (b"na\xc3\xafve caf\xe9, and so on", "byte 0xE9 in line 1, column 10 cannot be read as a character."),
        (
            b"caf\xe9 \xe2\x80\x9cquoted\xe2\x80\x9d \xe2\x80",
            "byte 0xE9 in line 1, column 4 cannot be read as a \
             character, nor can one place further on.",
        ),
        (
            b"\xef\xbb\xbfcaf\xe9, \xe9t\xe9",
            "byte 0xE9 in line 1, column 4 cannot be read as a character, \
             nor can 2 places further on.",
        ),
    ];
    for (bytes, said) in cases {
        if said.is_empty() {
            assert!(read(bytes).is_ok());
        } else {
            assert_refused(bytes, &format!("damaged UTF-8: {said}"));
        }
    }
    let cut = "„Mühle“".as_bytes();
    assert_refused(&cut[..cut.len() - 1], "damaged UTF-8: bytes 0xE2 0x80 in line 1, column 7");
}

#[test]
fn places_count_characters_and_every_line_break() {
    for (before, place) in [("", "1, column 1"), ("a\r\nb\rc\nd𝄞é", "4, column 4"), ("a\r", "2, column 1")]
    {
        let bad = BadBytes::after(before, "0xE9".to_owned());
        assert_eq!(bad.to_string(), format!("byte 0xE9 in line {place}"));
    }
}

/// Bytes of a text, of the kinds that encodings tell apart; and any byte.
fn bytes() -> impl Strategy<Value = Vec<u8>> {
    let piece = prop_oneof![
        4 => "[a-z .,\n]{1,12}".prop_map(String::into_bytes),
        4 => prop::collection::vec(0xc0..=0xffu8, 1..8),
        1 => prop::collection::vec(0x80..=0xbfu8, 1..3),
        1 => "[é“”я—]{1,3}".prop_map(String::into_bytes),
        1 => prop::collection::vec(any::<u8>(), 0..4),
    ];
    prop::collection::vec(piece, 0..12).prop_map(|pieces| pieces.concat())
}

proptest! {
    #![proptest_config(ProptestConfig { failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn what_was_decoded_can_be_written_as_it_was(bytes in bytes()) {
        match decode(&bytes) {
            Ok(Decoded { text, charset: Charset(encoding), .. }) if encoding.is_single_byte() => {
                prop_assert_eq!(&*encoding.encode(&text).0, &*bytes);
            }
            Ok(_) => {}
            Err(refusal) => prop_assert!(refusal.to_string().ends_with("check again.")),
        }
    }
}
