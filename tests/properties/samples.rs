//! Samples are valid, and the same again; what has a value is satisfied.

use proptest::prelude::*;
use standin::base::Seed;
use standin::schema::{Fit, Side};

use super::{Read, VARIETIES, around, config, oracle, schemas, told};

/// Schemas that grow around values, in the measurement below.
const GROWN: u64 = 400;

proptest! {
    #![proptest_config(config(200))]

    #[test]
    fn a_sample_holds_or_says_that_nothing_does(schema in schemas::documents(), seed in any::<u64>()) {
        let read = Read::new(&schema);
        let oracle = oracle(&schema);
        for variety in VARIETIES {
            let sampled = read.sample(seed, Side::Response, variety);
            prop_assert_eq!(&sampled, &read.sample(seed, Side::Response, variety), "{} seed {}", schema, seed);
            prop_assert_eq!(sampled.fit != Fit::Empty, read.holds(&sampled.value), "{} seed {} {:?}", schema, seed, sampled);
            if read.is_plain {
                let is_valid = oracle.is_valid(&sampled.value);
                prop_assert_eq!(sampled.fit != Fit::Empty, is_valid, "{} seed {} {:?}", schema, seed, sampled);
            }
        }
    }
}

#[test]
fn what_grew_around_a_value_is_satisfied() {
    let mut missed = Vec::new();
    for number in 0..GROWN {
        let (value, schema) = around::grown(Seed::new(number));
        let oracle = oracle(&schema);
        assert!(oracle.is_valid(&value), "{number}: {schema} grew around {value}");
        let read = Read::new(&schema);
        assert!(read.holds(&value) || !read.is_plain, "{number}: {schema} read otherwise for {value}");
        let sampled = read.sample(number, Side::Response, VARIETIES[usize::from(number % 2 == 1)]);
        if sampled.fit == Fit::Empty {
            missed.push(format!("seed {number}: {schema} around {value}, sampled {}", sampled.value));
        } else if read.is_plain {
            assert!(oracle.is_valid(&sampled.value), "{number}: {schema} sampled {}", sampled.value);
        }
    }
    let most = usize::try_from(GROWN / 100).unwrap();
    assert!(missed.len() <= most, "{}", told(&missed));
}
