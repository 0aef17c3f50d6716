//! Names are found as people spell them.

use proptest::prelude::*;
use weft::domain::text::{Fit, Spelling};

#[test]
fn a_name_is_found_by_itself_its_pinyin_and_its_initials() {
    for (typed, name, fit) in [
        ("张三", "张三", Some(Fit::Whole)),
        ("zs", "张三", Some(Fit::Whole)),
        ("zhangsan", "张三", Some(Fit::Whole)),
        ("zhangs", "张三", Some(Fit::Whole)),
        ("zh", "张三", Some(Fit::Beginning)),
        ("cqhg", "重庆火锅群", Some(Fit::Beginning)),
        ("zqhg", "重庆火锅群", Some(Fit::Beginning)),
        ("san", "张三", Some(Fit::Inside)),
        ("s", "张三", None),
        ("ANNA", "anna", Some(Fit::Whole)),
        ("an", "Anna Karenina", Some(Fit::Beginning)),
        ("kar", "Anna Karenina", Some(Fit::Inside)),
        ("kx", "Anna Karenina", None),
        ("", "张三", Some(Fit::Beginning)),
    ] {
        assert_eq!(Spelling::new(typed).fit(name), fit, "{typed:?} in {name:?}");
    }
}

proptest! {
    #[test]
    fn every_name_is_found_by_itself(name in "\\PC{1,12}", typed in "\\PC{0,8}") {
        let _ = Spelling::new(&typed).fit(&name);
        if name.chars().all(char::is_alphanumeric) {
            prop_assert_eq!(Spelling::new(&name).fit(&name), Some(Fit::Whole));
        }
    }
}
