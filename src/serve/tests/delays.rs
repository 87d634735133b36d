//! When the pieces of a body come, by tokio's paused clock: no socket is involved.

use bytes::Bytes;
use http::Version;
use http_body_util::BodyExt;
use tokio::sync::watch;
use tokio::time::Instant;

use crate::base::Seed;
use crate::respond::Body;
use crate::scenario::Pace;
use crate::scenario::format::{Delay, Flow};
use crate::serve::line::Signals;
use crate::serve::outgoing::{Course, End, Outgoing};
use crate::serve::pace::Pacer;

/// Each frame of `body`: when it came, in milliseconds, and how long it was.
async fn frames(body: Body, delay: &str, flow: Option<Flow>) -> Vec<(u128, usize)> {
    let pace = match delay {
        "" => Pace::default(),
        delay => Pace::draw(&serde_json::from_str::<Delay>(delay).unwrap(), Seed::new(1)),
    };
    let (_stop, stopping) = watch::channel(());
    let signals = Signals::new(stopping);
    let length = body.len() as u64;
    let pacer = Pacer::new(pace, flow, signals.clone(), Version::HTTP_11);
    let course = Course::new(length, End::Whole, pacer, signals, Version::HTTP_11);
    let mut outgoing = Outgoing::new(body, None, Some(length), Some(course));
    let (begun, mut came) = (Instant::now(), Vec::new());
    while let Some(frame) = outgoing.frame().await {
        came.push((begun.elapsed().as_millis(), frame.unwrap().into_data().unwrap().len()));
    }
    came
}

#[tokio::test(start_paused = true)]
async fn pieces_come_when_they_are_due() {
    let whole = |length| Body::from(vec![b'x'; length]);
    let items = || Body::Items(["one\n", "", "three\n", "x"].map(Bytes::from).into());
    for (body, delay, expected) in [
        (whole(2500), "", vec![(0, 2500)]),
        (whole(2500), r#"{"body": "2s"}"#, vec![(2000, 2500)]),
        (whole(2500), r#"{"chunk": "1s"}"#, vec![(0, 1024), (1000, 1024), (2000, 452)]),
        (whole(5), r#"{"body": "3s", "chunk": "1s", "chunk-size": "2B"}"#, vec![(3000, 2), (4000, 2), (5000, 1)]),
        (items(), r#"{"chunk": "1s"}"#, vec![(0, 4), (1000, 6), (2000, 1)]),
        (items(), r#"{"chunk": "1s", "chunk-size": "5B"}"#, vec![(0, 4), (0, 1), (1000, 5), (2000, 1)]),
        (whole(0), r#"{"chunk": "1s"}"#, vec![]),
    ] {
        assert_eq!(frames(body, delay, None).await, expected, "{delay}");
    }
}

#[tokio::test(start_paused = true)]
async fn a_trickle_is_even_and_takes_its_time() {
    for (length, rate, pieces, last) in [
        (4096, 4096, 21, 1000..=1001),
        (4096, 1024, 81, 4000..=4001),
        (5, 1, 5, 5000..=5001),
        (10, 30, 10, 333..=334),
        (1_000_000, 100_000_000, 1, 10..=51),
    ] {
        let came = frames(vec![b'x'; length].into(), "", Some(Flow(rate))).await;
        let largest = came.iter().map(|(_, length)| *length).max().unwrap();
        assert_eq!(came.iter().map(|(_, length)| length).sum::<usize>(), length);
        assert_eq!(came.len(), pieces, "{length} at {rate}: {came:?}");
        assert!(last.contains(&came.last().unwrap().0), "{length} at {rate}: {came:?}");
        assert!(largest as u64 <= (rate / 20).max(1));
    }
    // A pause is not made up for.
    let came = frames(vec![b'x'; 300].into(), r#"{"chunk": "10s", "chunk-size": "100B"}"#, Some(Flow(1000))).await;
    let expected = [50, 100, 10_150, 10_200, 20_250, 20_300].map(|time| (time, 50));
    assert_eq!(came, expected);
}
