//! What the body of a frame must be so that tower-lsp can decode it.
//!
//! tower-lsp stops reading for good at the first body that it cannot decode, so this is at least as strict as
//! its decoder: well-formed JSON to the last escape, one object, `jsonrpc` "2.0", a method or an answer.

use std::borrow::Cow;
use std::fmt;

use serde::Deserialize;
use serde::de::{Deserializer, Error as _, MapAccess, SeqAccess, Visitor};
use tower_lsp::jsonrpc::{Error as ResponseError, Id};

/// Says why `body` is no message; mends what can be mended first.
pub fn check(body: &mut [u8]) -> Result<(), serde_json::Error> {
    match serde_json::from_slice::<Message>(body) {
        // An editor that sends half of a surrogate pair means a text it really has: refusing the change would
        // leave the two texts different from here on.
        Err(_) if replace_lone_surrogates(body) => serde_json::from_slice::<Message>(body),
        result => result,
    }
    .map(|Message| ())
}

/// A message that can be decoded.
struct Message;

impl<'de> Deserialize<'de> for Message {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        deserializer.deserialize_map(MessageVisitor)
    }
}

struct MessageVisitor;

impl<'de> Visitor<'de> for MessageVisitor {
    type Value = Message;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("a JSON-RPC message")
    }

    fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<Message, A::Error> {
        let (mut version, mut method, mut id) = (None::<Cow<str>>, None::<Cow<str>>, None::<Id>);
        let (mut result, mut error) = (None::<WellFormed>, None::<ResponseError>);
        while let Some(key) = map.next_key::<Cow<str>>()? {
            match &*key {
                "jsonrpc" => set("jsonrpc", &mut version, &mut map)?,
                "method" => set("method", &mut method, &mut map)?,
                "id" => set("id", &mut id, &mut map)?,
                "result" => set("result", &mut result, &mut map)?,
                "error" => set("error", &mut error, &mut map)?,
                _ => {
                    map.next_value::<WellFormed>()?;
                }
            }
        }
        if version.as_deref() != Some("2.0") {
            return Err(A::Error::custom("not JSON-RPC 2.0"));
        }
        let is_response = id.is_some() && (result.is_some() != error.is_some());
        if method.is_none() && !is_response {
            return Err(A::Error::custom("neither a method nor an answer"));
        }
        Ok(Message)
    }
}

/// Reads the value of a key that may stand only once.
fn set<'de, T: Deserialize<'de>, A: MapAccess<'de>>(
    key: &'static str,
    slot: &mut Option<T>,
    map: &mut A,
) -> Result<(), A::Error> {
    match slot.replace(map.next_value()?) {
        Some(_) => Err(A::Error::duplicate_field(key)),
        None => Ok(()),
    }
}

/// Any JSON value, read in full but not kept.
///
/// `serde::de::IgnoredAny` skips over escapes, numbers and nesting that a decoder then refuses.
struct WellFormed;

impl<'de> Deserialize<'de> for WellFormed {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        deserializer.deserialize_any(WellFormedVisitor)
    }
}

struct WellFormedVisitor;

impl<'de> Visitor<'de> for WellFormedVisitor {
    type Value = WellFormed;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("a JSON value")
    }

    fn visit_bool<E>(self, _: bool) -> Result<WellFormed, E> {
        Ok(WellFormed)
    }

    fn visit_i64<E>(self, _: i64) -> Result<WellFormed, E> {
        Ok(WellFormed)
    }

    fn visit_u64<E>(self, _: u64) -> Result<WellFormed, E> {
        Ok(WellFormed)
    }

    fn visit_f64<E>(self, _: f64) -> Result<WellFormed, E> {
        Ok(WellFormed)
    }

    fn visit_str<E>(self, _: &str) -> Result<WellFormed, E> {
        Ok(WellFormed)
    }

    fn visit_unit<E>(self) -> Result<WellFormed, E> {
        Ok(WellFormed)
    }

    fn visit_seq<A: SeqAccess<'de>>(self, mut seq: A) -> Result<WellFormed, A::Error> {
        while seq.next_element::<WellFormed>()?.is_some() {}
        Ok(WellFormed)
    }

    fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<WellFormed, A::Error> {
        while map.next_entry::<WellFormed, WellFormed>()?.is_some() {}
        Ok(WellFormed)
    }
}

/// Writes U+FFFD over every escape of half a surrogate pair. Says whether there was one.
///
/// The length stays, in bytes and in UTF-16 units, so that later positions still mean the same places.
fn replace_lone_surrogates(body: &mut [u8]) -> bool {
    let (mut at, mut replaced) = (0, false);
    while at < body.len() {
        at += match (escaped_unit(body, at), escaped_unit(body, at + 6)) {
            (Some(0xd800..0xdc00), Some(0xdc00..0xe000)) => 12,
            (Some(0xd800..0xe000), _) => {
                body[at..at + 6].copy_from_slice(br"\ufffd");
                replaced = true;
                6
            }
            (Some(_), _) => 6,
            (None, _) if body[at] == b'\\' => 2,
            (None, _) => 1,
        };
    }
    replaced
}

/// The UTF-16 unit that an escape `\uXXXX` at `at` stands for.
fn escaped_unit(body: &[u8], at: usize) -> Option<u16> {
    let digits = body.get(at..at + 6)?.strip_prefix(br"\u")?;
    let digits = std::str::from_utf8(digits).ok()?;
    u16::from_str_radix(digits, 16).ok()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn is_message(body: &str) -> bool {
        check(&mut body.as_bytes().to_vec()).is_ok()
    }

    #[test]
    fn messages_pass() {
        for body in [
            r#"{"jsonrpc":"2.0","method":"initialized","params":{}}"#,
            r#"{"jsonrpc":"2.0","id":-7,"method":"a","params":[1,-2,0.5,null,true,"\ud834\udd1e"]}"#,
            r#"{"jsonrpc":"2.0","id":"seven","method":""}"#,
            r#"{"jsonrpc":"2.0","id":null,"method":"a","extra":1}"#,
            r#"{"jsonrpc":"2.0","id":1,"result":null}"#,
            r#"{"jsonrpc":"2.0","id":1,"error":{"code":-32601,"message":"no","data":{}}}"#,
        ] {
            assert!(is_message(body), "{body}");
        }
    }

    #[test]
    fn what_tower_lsp_cannot_decode_does_not_pass() {
        let deep = format!(r#"{{"jsonrpc":"2.0","method":"a","params":{}}}"#, "[".repeat(500));
        for body in [
            "",
            "garbage",
            "[]",
            "7",
            r#"[{"jsonrpc":"2.0","method":"a"}]"#,
            r#"{"jsonrpc":"2.0","method":"a""#,
            r#"{"jsonrpc":"2.0","method":"a"} {}"#,
            r#"{"method":"a"}"#,
            r#"{"jsonrpc":"1.0","method":"a"}"#,
            r#"{"jsonrpc":2.0,"method":"a"}"#,
            r#"{"jsonrpc":"2.0","jsonrpc":"2.0","method":"a"}"#,
            r#"{"jsonrpc":"2.0","method":7}"#,
            r#"{"jsonrpc":"2.0","method":null}"#,
            r#"{"jsonrpc":"2.0","id":1.5,"method":"a"}"#,
            r#"{"jsonrpc":"2.0","id":[],"method":"a"}"#,
            r#"{"jsonrpc":"2.0","id":99999999999999999999,"method":"a"}"#,
            r#"{"jsonrpc":"2.0","method":"a","params":1e999}"#,
            r#"{"jsonrpc":"2.0","method":"a","params":"\x"}"#,
            r#"{"jsonrpc":"2.0"}"#,
            r#"{"jsonrpc":"2.0","id":1}"#,
            r#"{"jsonrpc":"2.0","result":1}"#,
            r#"{"jsonrpc":"2.0","id":1,"error":"no"}"#,
            &deep,
        ] {
            assert!(!is_message(body), "{body}");
        }
        assert!(check(&mut b"{\"jsonrpc\":\"2.0\",\"method\":\"\xff\"}".to_vec()).is_err());
    }

    #[test]
    fn half_a_surrogate_pair_is_replaced_and_everything_else_kept() {
        let mut body =
            br#"{"jsonrpc":"2.0","method":"\ud834 \\ud834 \udd1e\ud834\udd1e \ud834\ud834\udd1e"}"#.to_vec();
        check(&mut body).unwrap();
        let body = String::from_utf8(body).unwrap();
        assert!(body.contains(r#""\ufffd \\ud834 \ufffd\ud834\udd1e \ufffd\ud834\udd1e""#), "{body}");
    }
}
