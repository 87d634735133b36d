//! Connections while a call makes an index.

use std::sync::mpsc::{Receiver, Sender, channel};
use std::sync::{Arc, Mutex};
use std::time::Duration;

use serde_json::{Value, json};
use tokio::sync::mpsc::{UnboundedReceiver, UnboundedSender, unbounded_channel};

use crate::base::{Defects, Seed};
use crate::collection::{Dialect, Filter, Reading, Rows, Sort, read};
use crate::contract::Contract;
use crate::respond::{AnswerOptions, World};
use crate::serve::live::Live;
use crate::spec::{Limits, Source, load};

/// Longer than any machine needs to run a task.
const PATIENCE: Duration = Duration::from_secs(20);
const COUNT: u64 = 100;

/// Rows of which the first look waits until somebody else was answered.
#[derive(Debug)]
struct Slow {
    began: UnboundedSender<()>,
    /// Gone after the first look.
    answered: Mutex<Option<Receiver<()>>>,
    /// Whether nobody was.
    is_alone: Sender<bool>,
}

impl Rows for Slow {
    fn count(&self) -> u64 {
        COUNT
    }

    fn row(&self, number: u64) -> Value {
        json!({ "n": number })
    }

    fn part(&self, number: u64, _: &[Arc<str>]) -> Value {
        let answered = self.answered.lock().unwrap().take();
        if let Some(answered) = answered {
            self.began.send(()).unwrap();
            self.is_alone.send(answered.recv_timeout(PATIENCE).is_err()).unwrap();
        }
        self.row(number)
    }

    fn cost(&self, _: &[Arc<str>]) -> u64 {
        1
    }

    fn lacks(&self, _: &str) -> bool {
        false
    }

    fn identity(&self) -> Seed {
        Seed::new(1)
    }
}

struct Setting {
    rows: Arc<Slow>,
    began: UnboundedReceiver<()>,
    answer: Sender<()>,
    is_alone: Receiver<bool>,
}

fn slow() -> Setting {
    let ((begin, began), (answer, answered), (alone, is_alone)) = (unbounded_channel(), channel(), channel());
    let rows = Arc::new(Slow { began: begin, answered: Mutex::new(Some(answered)), is_alone: alone });
    Setting { rows, began, answer, is_alone }
}

fn readings() -> [Reading; 2] {
    let filter = Filter::compile(&json!({ "n": { "$lt": 7 } }), &Dialect::default()).unwrap();
    let sort = Sort { by: vec![("n".into(), true)] };
    let usual = Reading { limit: Some(1), wants_total: true, ..Reading::default() };
    [Reading { filter, ..usual.clone() }, Reading { sort, ..usual }]
}

fn live() -> Live {
    let text = r#"{ "openapi": "3.1.0", "info": { "title": "a", "version": "1" }, "paths": {} }"#.to_owned();
    let loaded = load(&[Source::Text { name: "a.json".to_owned(), text }], &Limits::default()).unwrap();
    let contract = Contract::compile(&loaded.documents, loaded.schemas, &mut Defects::default());
    Live::new(World::new(contract, AnswerOptions::default()), None)
}

#[tokio::test(flavor = "multi_thread", worker_threads = 1)]
async fn the_one_worker_answers_others_while_an_index_is_made() {
    for (reading, total) in readings().into_iter().zip([7, COUNT]) {
        let (Setting { rows, mut began, answer, is_alone }, stage) = (slow(), live().current());
        let making = tokio::spawn(async move { read(rows, &reading, &stage.world.indexes).unwrap().total });
        began.recv().await.unwrap();
        let _ = tokio::spawn(async move { answer.send(()) }).await.unwrap();
        assert_eq!(making.await.unwrap(), Some(total));
        assert!(!is_alone.recv().unwrap());
    }
}

#[tokio::test]
async fn an_index_is_made_where_there_is_nobody_to_hand_others_to() {
    for (reading, total) in readings().into_iter().zip([7, COUNT]) {
        let (Setting { rows, answer, began: _began, is_alone: _is_alone }, stage) = (slow(), live().current());
        answer.send(()).unwrap();
        assert_eq!(read(rows, &reading, &stage.world.indexes).unwrap().total, Some(total));
    }
}
