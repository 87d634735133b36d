//! Everything that answers are made from, as one value that never changes: a call holds one from beginning to end.

use std::sync::{Arc, OnceLock};

use super::derived::Library;
use super::mend::Mended;
use crate::base::Seed;
use crate::collection::{Budget, Collections, Definition, Indexes};
use crate::contract::{Content, Contract, OperationId};
use crate::scenario::format::Latency;
use crate::scenario::{Now, Rules};
use crate::schema::{Later, Locale, Sampler, Shapes};

/// How strictly calls are held to the contract.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Validation {
    /// A call that breaks the contract gets the documented error.
    #[default]
    Strict,
    /// It is answered as if it were good, and a header says what is wrong.
    Warn,
    /// It is answered as if it were good.
    Off,
}

impl Validation {
    /// Reads the words of the command line and of requests.
    #[must_use]
    pub fn parse(word: &str) -> Option<Self> {
        Some(match word {
            "strict" => Self::Strict,
            "warn" => Self::Warn,
            "off" => Self::Off,
            _ => return None,
        })
    }
}

/// What becomes of documented examples.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Examples {
    /// They are sent; what breaks their schema is mended first.
    #[default]
    Mended,
    /// They are sent as written.
    Verbatim,
    /// They are not sent unless a client names one.
    Ignored,
}

/// Whose habits the answers have where the contract leaves a choice.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Face {
    /// Our own.
    #[default]
    Standin,
    /// Those of Prism (`standin mock`).
    Prism,
}

/// How answers are chosen.
#[derive(Clone, Debug)]
pub struct AnswerOptions {
    /// The root of all generated data.
    pub seed: Seed,
    /// How strictly calls are held to the contract.
    pub validation: Validation,
    /// What becomes of documented examples.
    pub examples: Examples,
    /// Whether bodies are generated even where there are examples.
    pub dynamic: bool,
    /// Whether an answer that breaks its own schema is replaced by an error (`--errors`).
    pub errors: bool,
    /// Whose habits the answers have.
    pub face: Face,
    /// The language of generated data.
    pub locale: Locale,
    /// What time it is for generated data.
    pub now: Now,
    /// How many rows lists have of which no scenario speaks; `None`: as many as are documented.
    pub list_size: Option<u64>,
    /// What a filter or an order of a collection may cost.
    pub budget: Budget,
    /// How late every answer is that nothing else delays.
    pub delay: Option<Latency>,
}

impl Default for AnswerOptions {
    fn default() -> Self {
        Self {
            seed: Seed::new(1),
            validation: Validation::default(),
            examples: Examples::default(),
            dynamic: false,
            errors: false,
            face: Face::default(),
            locale: Locale::default(),
            now: Now::default(),
            list_size: None,
            budget: Budget::default(),
            delay: None,
        }
    }
}

/// The lists that are made without a scenario.
#[derive(Debug)]
pub(super) struct Lists {
    /// Which there are.
    pub(super) library: Arc<Library>,
    /// The same as collections.
    pub(super) collections: Arc<Collections>,
}

/// One state of the server: a contract and how to answer for it.
#[derive(Debug)]
pub struct World {
    /// The contract.
    pub contract: Arc<Contract>,
    /// How answers are chosen.
    pub options: AnswerOptions,
    /// What scenarios say of them.
    pub rules: Rules,
    /// The filters and orders of collections that were asked for.
    pub indexes: Indexes,
    /// For each documented body the examples it can be answered with, mended when they are first looked at.
    mended: Vec<OnceLock<Vec<Mended>>>,
    /// What the examples of the contract teach, learnt when something is first sampled.
    shapes: OnceLock<Arc<Shapes>>,
    /// The lists that are so long as the options say, looked for when something is first asked.
    lists: OnceLock<Option<Lists>>,
}

impl World {
    /// A world that answers for `contract`.
    #[must_use]
    pub fn new(contract: Contract, options: AnswerOptions) -> Self {
        let mended = std::iter::repeat_with(OnceLock::new).take(contract.content_count()).collect();
        let indexes = Indexes::new(options.budget);
        Self {
            contract: Arc::new(contract),
            options,
            rules: Rules::default(),
            indexes,
            mended,
            shapes: OnceLock::new(),
            lists: OnceLock::new(),
        }
    }

    /// The same, with scenarios that are bound to its contract.
    #[must_use]
    pub fn ruled(self, rules: Rules) -> Self {
        Self { rules, ..self }
    }

    /// All collections: those of scenarios, then the lists that are so long as the options say.
    pub fn collections(&self) -> impl Iterator<Item = &Definition> {
        let derived = self.lists().into_iter().flat_map(|lists| lists.collections.definitions.values());
        self.rules.collections().definitions.values().chain(derived)
    }

    /// A sampler of its schemas, which speaks its language, knows the shapes of its keys, and tells of that day.
    pub(super) fn sampler(&self, later: Later) -> Sampler<'_> {
        let schemas = self.contract.schemas();
        let shapes = self.shapes();
        Sampler::new(schemas).speaking(self.options.locale).shaped(shapes).dated(later)
    }

    fn shapes(&self) -> &Arc<Shapes> {
        self.shapes.get_or_init(|| Arc::new(Shapes::learn(self.contract.schemas(), self.contract.examples())))
    }

    /// The lists that are so long as the options say; `None` if they say nothing.
    pub(super) fn lists(&self) -> Option<&Lists> {
        let lists = self.lists.get_or_init(|| {
            let library = Library::new(&self.contract, self.shapes(), self.options.list_size?, self.options.locale);
            Some(Lists { collections: library.collections(), library })
        });
        lists.as_ref()
    }

    /// What an operation is taken for where lists have a length: which parameters say the page, and the like. `None`: it is no such list.
    #[must_use]
    pub fn list_told(&self, id: OperationId) -> Option<String> {
        Some(self.lists()?.library.shelf(id).ok()?.told())
    }

    /// The examples of a documented body, fit to be sent.
    pub(super) fn examples<'w>(&'w self, content: &Content) -> &'w [Mended] {
        let Some(slot) = self.mended.get(content.id.index()) else { return &[] };
        slot.get_or_init(|| super::mend::all(self.contract.schemas(), content, self.options.seed))
    }
}
