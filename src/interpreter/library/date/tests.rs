use super::*;
use proptest::prelude::*;

fn now() -> Zoned {
    greenwich(1_780_000_000_000)
}

fn written(pattern: &str, milliseconds: i64) -> String {
    Format::new(pattern)
        .unwrap()
        .write(&greenwich(milliseconds))
}

fn read(pattern: &str, text: &str) -> Option<String> {
    let milliseconds = Format::new(pattern).unwrap().read(text, &now())?;
    let back = Format::new("yyyy-MM-dd HH:mm:ss.SSS").unwrap();
    Some(back.write(&local(milliseconds)))
}

#[test]
fn moments_are_written_by_patterns() {
    let moment = 1_700_000_000_123;
    assert_eq!(
        written("dd/MM/yyyy HH:mm:ss.SSS", moment),
        "14/11/2023 22:13:20.123"
    );
    assert_eq!(
        written("EEEE EEE, d MMMM MMM yy", moment),
        "Tuesday Tue, 14 November Nov 23"
    );
    assert_eq!(written("h K k H a", moment), "10 10 22 22 PM");
    assert_eq!(written("kk:mm hh", 0), "24:00 12");
    assert_eq!(written("D u F W w G", moment), "318 2 2 3 46 AD");
    assert_eq!(written("'o''clock' '' yyyyy", moment), "o'clock ' 02023");
    assert_eq!(written("Z X XXX z", moment), "+0000 Z Z UTC");
    assert_eq!(written("YYYY w", 1_703_980_800_000), "2024 1");
}

#[test]
fn wrong_patterns_say_so() {
    let error = |pattern: &str| Format::new(pattern).err().unwrap();
    assert_eq!(error("foo"), "Illegal pattern character 'f'");
    assert_eq!(error("'yyyy"), "Unterminated quote");
}

#[test]
fn moments_are_read_leniently() {
    let some = |text: &str| Some(text.to_owned());
    assert_eq!(
        read("dd/MM/yyyy", "14/11/2023 and more"),
        some("2023-11-14 00:00:00.000")
    );
    assert_eq!(
        read("dd/MM/yyyy", "32/13/2023"),
        some("2024-02-01 00:00:00.000")
    );
    assert_eq!(read("dd/MM/yy", "1/2/99"), some("1999-02-01 00:00:00.000"));
    assert_eq!(
        read("yyyyMMdd", "20231114"),
        some("2023-11-14 00:00:00.000")
    );
    assert_eq!(
        read("yyyyMMddHHmmss", "20231114221320"),
        some("2023-11-14 22:13:20.000")
    );
    assert_eq!(
        read("d MMM yyyy", "4 march 2023"),
        some("2023-03-04 00:00:00.000")
    );
    assert_eq!(read("h:mm a", "3:05 pm"), some("1970-01-01 15:05:00.000"));
    assert_eq!(read("kk:mm", "24:10"), some("1970-01-01 00:10:00.000"));
    assert_eq!(read("yyyy D", "2023 60"), some("2023-03-01 00:00:00.000"));
    for (pattern, text) in [
        ("dd/MM/yyyy", "14-11-2023"),
        ("dd", "x"),
        ("MMM", "Foo"),
        ("yyyyMM", "2023"),
    ] {
        assert_eq!(read(pattern, text), None);
    }
}

#[test]
fn zones_are_read() {
    let moment = |pattern: &str, text: &str| Format::new(pattern).unwrap().read(text, &now());
    assert_eq!(moment("HH:mm Z", "01:00 +0100"), Some(0));
    assert_eq!(moment("HH:mm XXX", "01:00 +01:00"), Some(0));
    assert_eq!(moment("HH:mmX", "00:01Z"), Some(60_000));
    assert_eq!(moment("HH:mm z", "02:00 GMT+02:00"), Some(0));
}

#[test]
fn months_have_their_italian_names() {
    let format = Format::new("d MMMM yyyy")
        .unwrap()
        .in_language(Language::Italian);
    let milliseconds = format.read("3 Maggio 2020", &now()).unwrap();
    assert_eq!(format.write(&local(milliseconds)), "3 maggio 2020");
}

proptest! {
    #[test]
    fn what_is_written_is_read_back(milliseconds in -30_000_000_000_000i64..200_000_000_000_000) {
        let format = Format::new("yyyy-MM-dd HH:mm:ss.SSS Z").unwrap();
        let text = format.write(&local(milliseconds));
        prop_assert_eq!(format.read(&text, &now()), Some(milliseconds));
    }

    #[test]
    fn nothing_panics(pattern in "[GyMwWDdFEuaHkKhmsSzZXYL '/:-]{0,12}", text in "[-0-9 /:+AMPMGTZé]{0,14}", milliseconds: i64) {
        if let Ok(format) = Format::new(&pattern) {
            format.write(&local(milliseconds));
            format.read(&text, &now());
        }
    }
}
