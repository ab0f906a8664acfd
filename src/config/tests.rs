use proptest::prelude::*;

use super::*;

const PIECES: &[&str] = &[
    "include = ",
    "exclude = ",
    "['a']",
    "'a[b'",
    "\"\\u00e9\"",
    "\n",
    "[rules]\n",
    "footnote-gap = ",
    "'off'",
    "'𝄞'",
    "1",
    "{",
    "}",
    ",",
    "[[overrides]]\n",
    "files = ",
    "[dialects.own]\n",
    "[dialects.mia]\n",
    "reference = ",
    "footnote = ",
    "'('",
    "''",
    "\"\"\"(\"\"\"",
    "#",
    "dialect = ",
    "'own'",
    "1979-05-27",
    "true",
    "languages = ",
    "hints.notes = ",
    "[",
    "]",
    "rules.",
    ".",
    "\r\n",
    "é",
    "\u{feff}",
];

/// Values as they may stand under names as they may be.
fn value() -> impl Strategy<Value = Value> {
    let leaf = prop_oneof![
        Just(Value::Null),
        any::<bool>().prop_map(Value::from),
        any::<i32>().prop_map(Value::from),
        prop::sample::select(&["mia", "own", "off", "warn", "a/**", "[a", "(", "x", "", "en", "e_N"][..])
            .prop_map(Value::from),
    ];
    let name = prop::sample::select(
        &[
            "include",
            "exclude",
            "dialect",
            "rules",
            "required-fields",
            "known-fields",
            "languages",
            "hints",
            "notes",
            "lenses",
            "overrides",
            "dialects",
            "files",
            "reference",
            "footnote",
            "notes-heading",
            "header-key",
            "footnote-gap",
            "own",
            "mia",
            "a.b",
            "",
        ][..],
    );
    leaf.prop_recursive(4, 40, 6, move |inner| {
        prop_oneof![
            prop::collection::vec(inner.clone(), 0..4).prop_map(Value::from),
            prop::collection::btree_map(name.clone().prop_map(str::to_owned), inner, 0..8)
                .prop_map(|entries| Value::Object(entries.into_iter().collect())),
        ]
    })
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 1000, failure_persistence: None, ..ProptestConfig::default() })]

    /// Otherwise, one line that does not fit would cost all others.
    #[test]
    fn what_is_left_fits(mut settings in value()) {
        let before = settings.clone();
        let misfits = shape::fit(&mut settings);
        let config = serde_json::from_value::<Config>(settings.clone());
        prop_assert!(config.is_ok(), "{before} became {settings}: {config:?}");
        layer::Layer::new(&config.unwrap_or_default());
        let is_empty = before.as_object().is_some_and(|settings| settings.is_empty());
        prop_assert!(!is_empty || misfits.is_empty());
    }

    #[test]
    fn every_text_has_an_answer(pieces in prop::collection::vec(prop::sample::select(PIECES), 0..30), rest in any::<String>()) {
        for text in [pieces.concat(), format!("{}{rest}", pieces.concat()), rest.clone()] {
            let reading = read(&text);
            for problem in &reading.problems {
                prop_assert!(text.get(problem.range.clone()).is_some(), "{problem:?}");
                prop_assert!(problem.fixes.iter().flat_map(|fix| &fix.edits).all(|edit| text.get(edit.range.clone()).is_some()));
            }
            prop_assert!(reading.is_toml || (reading.config == Config::default() && reading.problems.len() == 1));
        }
    }
}

#[test]
fn near_names() {
    let names = ["mia", "pandoc", "footnote-gap", "warning"];
    for (written, near) in [
        ("mai", "mia"),
        ("Mia", "mia"),
        ("pandok", "pandoc"),
        ("footnote_gap", "footnote-gap"),
        ("warn", "warning"),
    ] {
        assert_eq!(nearest(written, names), Some(near), "{written}");
    }
    assert_eq!(nearest("xyz", names), None);
}
