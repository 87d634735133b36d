//! What listeners hear.

use super::*;

async fn hear(feed: &mut Feed) -> String {
    String::from_utf8(feed.next().await.unwrap().to_vec()).unwrap()
}

/// The name of an event and what stands where in its data.
fn told(event: &str, pointer: &str) -> (String, String) {
    let field = |name: &str| event.lines().find_map(|line| line.strip_prefix(name)).unwrap_or_default().to_owned();
    let data: Value = serde_json::from_str(&field("data: ")).unwrap_or_else(|error| panic!("{error}: {event}"));
    assert!(event.ends_with("\n\n") && event.matches("data: ").count() == 1, "{event}");
    (field("event: "), at(&data, pointer))
}

#[tokio::test(start_paused = true)]
async fn a_listener_hears_of_its_session_and_of_the_server() {
    let host = host();
    let (mut mine, mut all) = (listen(&host, "/events?session=one", &[]), listen(&host, "/events?session=*", &[]));
    assert!(hear(&mut mine).await.starts_with("retry: ") && hear(&mut all).await.starts_with("retry: "));
    make(&host, "GET /rooms?token=secret", &[], "");
    make(&host, "GET /rooms", &[("x-standin-session", "one")], "");
    ask(&host, "PUT /scenarios/errors?session=one", r#"{"active":true}"#);
    ask(&host, "PUT /settings/most?session=two", r#"{"value":2}"#);
    ask(&host, "DELETE /sessions/two", "");
    for (event, pointer, expected) in [
        ("session", "/session", "one"),
        ("call", "/session", "one"),
        ("scenario", "/scenario", "errors"),
        ("session", "/is", "made"),
        ("session", "/is", "dropped"),
    ] {
        assert_eq!(told(&hear(&mut mine).await, pointer), (event.to_owned(), expected.to_owned()));
    }
    for (event, pointer, expected) in [
        ("call", "/target", "/rooms?token=***"),
        ("session", "/is", "made"),
        ("call", "/number", "2"),
        ("scenario", "/active", "true"),
        ("session", "/session", "two"),
        ("setting", "/setting", "most"),
        ("session", "/session", "two"),
    ] {
        assert_eq!(told(&hear(&mut all).await, pointer), (event.to_owned(), expected.to_owned()));
    }
    // Nothing more: after a while a sign of life.
    assert_eq!(hear(&mut mine).await, ": alive\n\n");
    let world = Arc::clone(&host.live.current().world);
    host.events.tell(Event::Reloaded { number: 1, world, notes: Arc::new(["a note".to_owned()]) });
    host.events.tell(Event::Stale { trouble: Arc::new(["x:1:1: no".to_owned()]) });
    host.events.tell(Event::Mended);
    assert_eq!(told(&hear(&mut mine).await, "/notes/0"), ("reload".to_owned(), "a note".to_owned()));
    assert_eq!(told(&hear(&mut mine).await, "/lines/0"), ("stale".to_owned(), "x:1:1: no".to_owned()));
    assert_eq!(told(&hear(&mut mine).await, "").0, "mended");
    host.events.tell(Event::Stopping);
    assert!(mine.next().await.is_none());
    drop(host);
    let end = async { while all.next().await.is_some() {} };
    end.await;
}

#[tokio::test(start_paused = true)]
async fn who_comes_back_hears_what_was_missed() {
    let host = host();
    for _ in 0..3 {
        make(&host, "GET /rooms", &[], "");
    }
    let mut feed = listen(&host, "/events", &[("last-event-id", "1")]);
    make(&host, "GET /rooms", &[], "");
    hear(&mut feed).await;
    for number in ["2", "3", "4"] {
        let event = hear(&mut feed).await;
        assert_eq!(told(&event, "/number"), ("call".to_owned(), number.to_owned()));
        assert!(event.contains(&format!("\nid: {number}\n")), "{event}");
    }
    let mut slow = listen(&host, "/events", &[]);
    hear(&mut slow).await;
    for _ in 0..1_030 {
        host.events.tell(Event::Mended);
    }
    assert_eq!(told(&hear(&mut slow).await, "/events"), ("missed".to_owned(), "6".to_owned()));
    assert_eq!(told(&hear(&mut slow).await, "").0, "mended");
    let reply = answer(&host, &call("GET /_standin/events", &[("last-event-id", "x")], ""));
    assert!(matches!(reply, AdminAnswer::Reply(reply) if reply.status == 400));
}
