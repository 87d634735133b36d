//! One text in the making: the thing it is told of, and the seed of the text itself for what nothing else has to agree with.

use rand::rngs::ChaCha8Rng;

use super::{WORDS, text};
use crate::base::Seed;
use crate::schema::sample::draw;
use crate::schema::sample::life::{
    Character, Company, File, Locale, Noun, Person, Place, Prose, product, title, write,
};

/// What the makers of texts are given.
pub(in crate::schema) struct Telling<'t> {
    /// What it is told of.
    pub(in crate::schema) thing: Character,
    /// The seed of the value.
    pub(in crate::schema) seed: Seed,
    /// The generator of the value.
    pub(in crate::schema) rng: &'t mut ChaCha8Rng,
}

impl Telling<'_> {
    /// Who the thing is, or whose it is.
    pub(in crate::schema) fn person(&self) -> Person {
        self.thing.person()
    }

    /// Somebody else: an author, an assignee.
    pub(in crate::schema) fn other(&self) -> Person {
        Person::of(self.seed, self.thing.locale)
    }

    pub(in crate::schema) fn company(&self) -> Company {
        self.thing.company()
    }

    /// The file that the thing is, or one of its own.
    pub(in crate::schema) fn file(&self) -> File {
        if self.thing.noun == Noun::File { self.thing.file() } else { File::of(self.seed, self.thing.later) }
    }

    /// What the thing is titled.
    pub(in crate::schema) fn title(&mut self) -> String {
        if self.thing.noun == Noun::File {
            self.file().title()
        } else {
            title(self.thing.noun, self.thing.locale, self.rng)
        }
    }

    /// A remark on a thing of this kind.
    pub(in crate::schema) fn remark(&mut self) -> String {
        self.prose(if matches!(self.thing.noun, Noun::Order | Noun::Address) { Prose::Wish } else { Prose::Note })
    }

    pub(in crate::schema) fn place(&self) -> Place {
        self.thing.place()
    }

    /// One of a list; inside an array another one for each item.
    pub(in crate::schema) fn one_of<'w>(&mut self, list: &[&'w str]) -> &'w str {
        let Some((seed, index)) = self.thing.list else { return draw::word(self.rng, list) };
        let count = u64::try_from(list.len()).unwrap_or(0);
        // A prime stride that does not divide the length meets every word once before it meets one again.
        let stride = [7, 11, 13].into_iter().find(|prime| count % prime != 0).unwrap_or(1);
        let start = draw::below(&mut seed.child("/list").rng(), count);
        let at = index.wrapping_mul(stride).wrapping_add(start).checked_rem(count).unwrap_or(0);
        usize::try_from(at).ok().and_then(|at| list.get(at)).copied().unwrap_or_default()
    }

    pub(in crate::schema) fn word(&mut self) -> &'static str {
        self.one_of(&WORDS)
    }

    pub(in crate::schema) fn phone(&self) -> String {
        self.place().phone()
    }

    /// The currency of the place, or of where an order goes; one of the commonest where nobody says where it is.
    pub(in crate::schema) fn currency(&mut self) -> String {
        if self.thing.located || self.thing.noun == Noun::Order || self.thing.locale != Locale::En {
            return self.place().currency().to_owned();
        }
        draw::word(self.rng, &["USD", "EUR", "USD", "GBP"]).to_owned()
    }

    pub(in crate::schema) fn language(&self) -> String {
        self.place().language().to_owned()
    }

    /// A street where the object tells the city beside it, else all on one line.
    pub(in crate::schema) fn address(&self) -> String {
        if self.thing.located { self.place().street() } else { self.place().address() }
    }

    /// The name of the street, with a number where nothing else tells it.
    pub(in crate::schema) fn street_alone(&self) -> String {
        self.place().street()
    }

    pub(in crate::schema) fn region(&self) -> String {
        self.place().state().to_owned()
    }

    pub(in crate::schema) fn country(&self) -> String {
        self.place().country().to_owned()
    }

    /// What people see in the place of a name.
    pub(in crate::schema) fn display_name(&mut self) -> String {
        if self.thing.noun == Noun::Other { self.person().full() } else { self.name() }
    }

    /// What a thing is called.
    pub(in crate::schema) fn name(&mut self) -> String {
        match self.thing.noun {
            Noun::Person | Noun::Address => self.person().full(),
            Noun::Company => self.company().name,
            Noun::Country => self.country(),
            Noun::Product => product(self.rng),
            Noun::File => text::file_name(self),
            Noun::Label => self.tag(),
            Noun::Fault => "ValidationError".to_owned(),
            Noun::Other | Noun::Order => text::words_title(self),
            noun => title(noun, self.thing.locale, self.rng),
        }
    }

    pub(in crate::schema) fn prose(&mut self, kind: Prose) -> String {
        write(kind, self.thing.locale, self.rng)
    }

    /// What describes a thing of this kind.
    pub(in crate::schema) fn described(&mut self) -> String {
        self.prose(match self.thing.noun {
            Noun::Person => Prose::Biography,
            Noun::Product => Prose::Product,
            Noun::Fault => Prose::Fault,
            Noun::Message | Noun::Label | Noun::Plan => Prose::Note,
            _ => Prose::Paragraph,
        })
    }

    /// What is written in a thing of this kind.
    pub(in crate::schema) fn written(&mut self) -> String {
        self.prose(match self.thing.noun {
            Noun::Message => Prose::Chat,
            Noun::Article | Noun::Task => Prose::Paragraph,
            _ => Prose::Note,
        })
    }

    /// A line that is said.
    pub(in crate::schema) fn message(&mut self) -> String {
        self.prose(if self.thing.noun == Noun::Fault { Prose::Fault } else { Prose::Chat })
    }

    /// How a thing of this kind is.
    pub(in crate::schema) fn state(&mut self) -> String {
        let words: &[&str] = match self.thing.noun {
            Noun::Task => &["open", "in_progress", "closed", "open"],
            Noun::Order => &["processing", "shipped", "delivered", "pending"],
            Noun::Message => &["delivered", "read", "sent"],
            Noun::Article => &["archived", "draft", "published", "published"],
            Noun::Event => &["cancelled", "confirmed", "confirmed", "pending"],
            Noun::Fault => &["error", "failed"],
            Noun::Product => &["available", "available", "discontinued", "sold_out"],
            Noun::Person | Noun::Company => &["active", "active", "inactive", "pending"],
            _ => &["active", "completed", "inactive", "pending"],
        };
        self.one_of(words).to_owned()
    }

    /// An address of the thing itself.
    pub(in crate::schema) fn url(&mut self) -> String {
        match self.thing.noun {
            Noun::Person => format!("https://example.com/{}", self.person().handle()),
            Noun::Company => format!("https://www.{}", self.company().domain()),
            Noun::File => format!("https://files.example.com/{}", text::file_name(self)),
            _ => format!("https://example.com/{}/{}", self.word(), draw::letters(self.rng, "0123456789abcdef", 8)),
        }
    }

    /// Where somebody is at home in the web.
    pub(in crate::schema) fn website(&self) -> String {
        match self.thing.noun {
            Noun::Person => format!("https://{}.example", self.person().slug()),
            _ => format!("https://www.{}", self.company().domain()),
        }
    }

    pub(in crate::schema) fn domain(&self) -> String {
        self.company().domain()
    }

    pub(in crate::schema) fn avatar(&self) -> String {
        format!("https://example.com/avatars/{}.png", self.person().slug())
    }

    /// The name as a part of an address.
    pub(in crate::schema) fn slug(&mut self) -> String {
        match self.thing.noun {
            Noun::Person => self.person().slug(),
            _ => text::slug(self),
        }
    }

    /// A word that things are sorted by.
    pub(in crate::schema) fn tag(&mut self) -> String {
        const TAGS: [&str; 24] = [
            "archive",
            "beta",
            "design",
            "draft",
            "events",
            "featured",
            "finance",
            "follow-up",
            "important",
            "internal",
            "legal",
            "marketing",
            "mobile",
            "new",
            "onboarding",
            "priority",
            "research",
            "sales",
            "seasonal",
            "support",
            "travel",
            "urgent",
            "vip",
            "web",
        ];
        self.one_of(&TAGS).to_owned()
    }
}
