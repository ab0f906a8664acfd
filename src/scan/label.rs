//! Labels: what a reference and its footnote have in common, the series they count in, and how they are written.

use std::hash::{DefaultHasher, Hash, Hasher};
use std::ops::Range;

/// The family of a label: footnotes are numbered within one, and references look only into their own.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Series {
    /// `1`
    Number,
    /// `1*`: in archives that number the author's and the editor's notes apart.
    NumberStar,
    /// `*1`
    StarNumber,
    /// `(1)`, in texts that write other labels in other brackets.
    Round,
    /// `¹`
    Superscript,
    /// `12a`: the page of the printed source, and which of its notes. Rises with holes.
    Page,
    /// `A`
    Letter,
    /// `a`
    SmallLetter,
    /// `IV`
    Roman,
    /// `iv`
    SmallRoman,
    /// `*`, `**`: the number counts the asterisks.
    Asterisk,
    /// `†`, `††`: the number counts the daggers.
    Dagger,
    /// `‡`
    DoubleDagger,
    /// `§`
    Section,
    /// `‖`, `||`
    Parallel,
    /// `¶`
    Pilcrow,
    /// Any word, as in `[^preface]`.
    Named,
    /// None at all: a footnote that stands where it applies, and that nothing refers to.
    Unlabelled,
}

/// All series, in the order of their indices.
pub const SERIES: [Series; 18] = [
    Series::Number,
    Series::NumberStar,
    Series::StarNumber,
    Series::Round,
    Series::Superscript,
    Series::Page,
    Series::Letter,
    Series::SmallLetter,
    Series::Roman,
    Series::SmallRoman,
    Series::Asterisk,
    Series::Dagger,
    Series::DoubleDagger,
    Series::Section,
    Series::Parallel,
    Series::Pilcrow,
    Series::Named,
    Series::Unlabelled,
];

impl Series {
    /// How many there are.
    pub const COUNT: usize = SERIES.len();

    /// The word for it in every output.
    pub fn name(self) -> &'static str {
        match self {
            Series::Number => "number",
            Series::NumberStar => "number-star",
            Series::StarNumber => "star-number",
            Series::Round => "round",
            Series::Superscript => "superscript",
            Series::Page => "page",
            Series::Letter => "letter",
            Series::SmallLetter => "small-letter",
            Series::Roman => "roman",
            Series::SmallRoman => "small-roman",
            Series::Asterisk => "asterisk",
            Series::Dagger => "dagger",
            Series::DoubleDagger => "double-dagger",
            Series::Section => "section",
            Series::Parallel => "parallel",
            Series::Pilcrow => "pilcrow",
            Series::Named => "named",
            Series::Unlabelled => "unlabelled",
        }
    }

    /// The symbol that a label of this series repeats.
    pub fn symbol(self) -> Option<char> {
        Some(match self {
            Series::Asterisk => '*',
            Series::Dagger => '†',
            Series::DoubleDagger => '‡',
            Series::Section => '§',
            Series::Parallel => '‖',
            Series::Pilcrow => '¶',
            _ => return None,
        })
    }

    /// Whether its labels are numbers of footnotes, however they are spelt, and not symbols, names or pages.
    pub fn counts(self) -> bool {
        self.symbol().is_none() && !matches!(self, Series::Named | Series::Page | Series::Unlabelled)
    }

    /// The series whose labels repeat this symbol.
    pub fn of_symbol(symbol: char) -> Option<Self> {
        Some(match symbol {
            '*' => Series::Asterisk,
            '†' => Series::Dagger,
            '‡' => Series::DoubleDagger,
            '§' => Series::Section,
            '‖' => Series::Parallel,
            '¶' => Series::Pilcrow,
            _ => return None,
        })
    }
}

/// What a reference and its footnote have in common.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Label {
    /// The family it belongs to.
    pub series: Series,
    /// Its number. For letters, 1 is `A`; for pages, [`PAGE`] times the page and the letter behind it.
    ///
    /// In a [`super::Mark`], names have half of a hash here and the other half in `last`. In an edition, a number of
    /// their own each, which [`crate::edition::Edition::name`] knows to spell.
    pub number: u32,
    /// The last number, for a label that bears several (`4,5`); otherwise the same as `number`.
    pub last: u32,
}

/// What the page counts in the number of a [`Series::Page`] label; the rest is the letter, 1 for `a`.
pub const PAGE: u32 = 27;

impl Label {
    /// The label of what has none.
    pub const NONE: Label = Label { series: Series::Unlabelled, number: 0, last: 0 };

    /// A label that bears one number.
    pub fn new(series: Series, number: u32) -> Self {
        Label { series, number, last: number }
    }

    /// The label of a mark that bears a name.
    pub fn named(name: &str) -> Self {
        let mut hasher = DefaultHasher::new();
        name.hash(&mut hasher);
        let hash = hasher.finish();
        Label { series: Series::Named, number: (hash >> 32) as u32, last: hash as u32 }
    }

    /// The same series, another number.
    pub fn with_number(self, number: u32) -> Self {
        Label::new(self.series, number)
    }

    /// Whether the label bears this number.
    pub fn bears(self, number: u32) -> bool {
        self.numbers().contains(&number)
    }

    /// The numbers that the label bears.
    pub fn numbers(self) -> Range<u32> {
        self.number..self.last.saturating_add(1)
    }

    /// How it is spelt; empty for names, which an edition knows.
    pub fn spelling(self) -> String {
        let number = self.number;
        let letter = |first: u8| {
            let of = |place: u32| char::from(first + (place % 26) as u8);
            let place = number.saturating_sub(1);
            match place / 26 {
                0 => of(place).to_string(),
                round => format!("{}{}", of(round - 1), of(place)),
            }
        };
        match self.series {
            Series::Number if self.last > number => format!("{number},{}", self.last),
            Series::Number | Series::Round => number.to_string(),
            Series::NumberStar => format!("{number}*"),
            Series::StarNumber => format!("*{number}"),
            Series::Superscript => superscript(number),
            Series::Page => match number % PAGE {
                0 => (number / PAGE).to_string(),
                note => format!("{}{}", number / PAGE, char::from(b'a' + (note - 1) as u8)),
            },
            Series::Letter => letter(b'A'),
            Series::SmallLetter => letter(b'a'),
            Series::Roman => roman(number),
            Series::SmallRoman => roman(number).to_lowercase(),
            Series::Named | Series::Unlabelled => String::new(),
            symbol => symbol.symbol().map(|c| c.to_string().repeat(number as usize)).unwrap_or_default(),
        }
    }
}

/// The raised digits.
pub const SUPERSCRIPTS: [char; 10] = ['⁰', '¹', '²', '³', '⁴', '⁵', '⁶', '⁷', '⁸', '⁹'];

fn superscript(number: u32) -> String {
    let digits = number.to_string();
    digits.bytes().map(|digit| SUPERSCRIPTS[usize::from(digit - b'0')]).collect()
}

/// The number of a letter in capitals, or of two: behind Z comes AA, behind that AB.
pub fn letters_value(letters: &str) -> Option<u32> {
    let value = |byte: u8| u32::from(byte - b'A') + 1;
    match *letters.as_bytes() {
        [only @ b'A'..=b'Z'] => Some(value(only)),
        [first @ b'A'..=b'Z', second @ b'A'..=b'Z'] => Some(value(first) * 26 + value(second)),
        _ => None,
    }
}

const ROMAN: [(u32, &str); 13] = [
    (1000, "M"),
    (900, "CM"),
    (500, "D"),
    (400, "CD"),
    (100, "C"),
    (90, "XC"),
    (50, "L"),
    (40, "XL"),
    (10, "X"),
    (9, "IX"),
    (5, "V"),
    (4, "IV"),
    (1, "I"),
];

fn roman(number: u32) -> String {
    let mut rest = number;
    let mut written = String::new();
    for (value, letters) in ROMAN {
        while rest >= value {
            written += letters;
            rest -= value;
        }
    }
    written
}

/// The value of a roman numeral in capital letters; `None` for what is not spelt as one.
pub fn roman_value(letters: &str) -> Option<u32> {
    const LONGEST: usize = 15;
    if letters.is_empty() || letters.len() > LONGEST {
        return None;
    }
    let mut rest = letters;
    let mut value = 0;
    for (worth, numeral) in ROMAN {
        while let Some(behind) = rest.strip_prefix(numeral) {
            value += worth;
            rest = behind;
        }
    }
    (rest.is_empty() && roman(value) == letters).then_some(value)
}

/// How a label is written, in a reference or at the start of its footnote. The surest forms come first.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Form {
    /// `[Footnote 1: text]`
    Enclosed,
    /// `[^1]`, `[^1]: text`
    Caret,
    /// `^[text]`
    Inline,
    /// `[1.](#f1){#n1}`: a link with an anchor, as converters make of web pages.
    Link,
    /// `[FN#1]`
    Hash,
    /// `[1]`
    Bracket,
    /// `{12a}`
    Brace,
    /// `[Footnote 1]`, `Footnote 1. text`
    Footnote,
    /// `[Endnote 1]`, `Endnote 1. text`
    Endnote,
    /// `[Note 1]`, `Note 1. text`
    Note,
    /// `1. text`
    Dot,
    /// `* text`, `¹`
    Bare,
    /// `1) text`
    Parenthesis,
    /// `(1)`
    Parentheses,
    /// As no tradition has it, but a dialect that a collection has for itself.
    Own,
}

/// All forms, in the order of their indices.
pub const FORMS: [Form; 15] = [
    Form::Enclosed,
    Form::Caret,
    Form::Inline,
    Form::Link,
    Form::Hash,
    Form::Bracket,
    Form::Brace,
    Form::Footnote,
    Form::Endnote,
    Form::Note,
    Form::Dot,
    Form::Bare,
    Form::Parenthesis,
    Form::Parentheses,
    Form::Own,
];

impl Form {
    /// Whether brackets or words set the label off, so that a list of points is not written so.
    pub fn is_set_off(self) -> bool {
        (self as usize) < Form::Dot as usize
    }

    /// How a footnote of this form begins.
    pub fn of_footnote(self, label: &str) -> String {
        match self {
            Form::Bracket => format!("[{label}]"),
            Form::Dot => format!("{label}."),
            Form::Bare | Form::Own => label.to_owned(),
            Form::Parenthesis => format!("{label})"),
            Form::Parentheses => format!("({label})"),
            Form::Brace => format!("{{{label}}}"),
            Form::Hash => format!("[FN#{label}]"),
            Form::Footnote => format!("Footnote {label}."),
            Form::Endnote => format!("Endnote {label}."),
            Form::Note => format!("Note {label}."),
            Form::Enclosed if label.is_empty() => "[Footnote:".to_owned(),
            Form::Enclosed => format!("[Footnote {label}:"),
            Form::Caret => format!("[^{label}]:"),
            Form::Inline => "^[".to_owned(),
            Form::Link => format!("[{label}.]"),
        }
    }

    /// How a reference of this form is written.
    pub fn of_reference(self, label: &str) -> String {
        match self {
            Form::Footnote => format!("[Footnote {label}]"),
            Form::Endnote => format!("[Endnote {label}]"),
            Form::Note => format!("[Note {label}]"),
            Form::Caret => format!("[^{label}]"),
            Form::Brace | Form::Hash | Form::Parentheses | Form::Bare | Form::Own => self.of_footnote(label),
            Form::Bracket | Form::Dot | Form::Parenthesis | Form::Enclosed | Form::Inline | Form::Link => {
                format!("[{label}]")
            }
        }
    }
}
