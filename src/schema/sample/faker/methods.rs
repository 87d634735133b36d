//! The methods by name: those of version 5, those that later versions renamed, and who makes what they make here.

use serde_json::{Value, json};

use super::{Make, template};
use crate::schema::format;
use crate::schema::sample::draw;
use crate::schema::sample::life::{Layout, Noun, Prose, Stage, department, job, product, title};
use crate::schema::sample::names::{Telling, WORDS};

type Of<'o, 't> = &'o mut Telling<'t>;

/// The method of that name, in any case.
pub(super) fn find(name: &str) -> Option<Make> {
    let is = |names: &str| names.split(", ").any(|known| known.eq_ignore_ascii_case(name));
    METHODS.iter().find(|(names, _)| is(names)).map(|(_, make)| *make)
}

/// All names.
pub(super) fn names() -> impl Iterator<Item = &'static str> {
    METHODS.iter().flat_map(|(names, _)| names.split(", "))
}

const LOWER: &str = "abcdefghijklmnopqrstuvwxyz";
const MIXED: &str = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789";
const HEX: &str = "0123456789abcdef";
const DAY: i64 = 86_400;

static METHODS: &[(&str, Make)] = &[
    // people
    ("name.firstName, person.firstName, person.middleName, name.middleName", |of, _| json!(of.person().first)),
    ("name.lastName, person.lastName", |of, _| json!(of.person().last)),
    ("name.findName, name.fullName, person.fullName, name.name, internet.displayName", |of, _| {
        json!(of.person().full())
    }),
    ("name.jobTitle, person.jobTitle, name.title", |of, _| json!(job(of.rng))),
    ("name.jobArea, person.jobArea, commerce.department, name.jobDescriptor", |of, _| json!(department(of.rng))),
    ("name.jobType, person.jobType", |of, _| one(of, &["Engineer", "Manager", "Analyst", "Designer"])),
    ("name.prefix, person.prefix", |of, _| one(of, &["Dr.", "Mr.", "Mrs.", "Ms."])),
    ("name.suffix, person.suffix", |of, _| one(of, &["Jr.", "Sr.", "II", "III", "PhD"])),
    ("name.gender, person.gender, person.sex, person.sexType, name.sex", |of, _| one(of, &["female", "male"])),
    ("person.bio", |of, _| json!(of.prose(Prose::Biography))),
    ("phone.phoneNumber, phone.number, phone.phoneFormats, phone.phoneNumberFormat", |of, _| json!(of.phone())),
    // the net
    ("internet.email, internet.exampleEmail, internet.safeEmail", |of, _| json!(of.person().email())),
    ("internet.userName, internet.username", |of, _| json!(of.person().handle())),
    ("internet.avatar, image.avatar, image.avatarGitHub, image.avatarLegacy", |of, _| json!(of.avatar())),
    ("internet.url, internet.httpUrl", |of, _| json!(of.url())),
    ("internet.domainName, internet.domain", |of, _| json!(of.domain())),
    ("internet.domainWord", |of, _| json!(of.word())),
    ("internet.domainSuffix", |of, _| one(of, &["com", "net", "org"])),
    ("internet.protocol", |of, _| one(of, &["http", "https"])),
    ("internet.httpMethod", |of, _| one(of, &["DELETE", "GET", "PATCH", "POST", "PUT"])),
    ("internet.httpStatusCode", |of, _| json!(draw::pick(of.rng, &[200, 201, 204, 400, 404, 500]))),
    ("internet.ip, internet.ipv4", |of, _| formatted(of, "ipv4")),
    ("internet.ipv6", |of, _| formatted(of, "ipv6")),
    ("internet.mac", |of, _| formatted(of, "mac")),
    ("internet.port", |of, _| json!(draw::between(of.rng, 1024..=49_151))),
    ("internet.userAgent", |of, _| {
        json!(format!(
            "Mozilla/5.0 (X11; Linux x86_64; rv:{0}.0) Gecko/20100101 Firefox/{0}.0",
            draw::between(of.rng, 115..=140)
        ))
    }),
    ("internet.password", |of, with| {
        let size = with.size("length", 15);
        json!(draw::letters(of.rng, MIXED, size))
    }),
    ("internet.color, color.rgb, commerce.hexColor", |of, _| json!(format!("#{}", draw::letters(of.rng, HEX, 6)))),
    ("internet.emoji", |of, _| one(of, &["🎉", "👍", "😀", "🚀"])),
    ("internet.jwt", |of, _| formatted(of, "jwt")),
    // places
    ("address.city, location.city, address.cityName, address.cityPrefix", |of, _| json!(of.place().city())),
    ("address.state, location.state, address.county, location.county", |of, _| json!(of.place().state())),
    ("address.stateAbbr", |of, _| json!(of.place().state_code())),
    ("address.country, location.country", |of, _| json!(of.place().country())),
    ("address.countryCode, location.countryCode", |of, with| {
        let long = with.text("variant", 0) == Some("alpha-3");
        json!(if long { of.place().country_code3() } else { of.place().country_code() })
    }),
    ("address.zipCode, location.zipCode, address.zipCodeByState", |of, _| json!(of.place().postcode())),
    ("address.streetAddress, location.streetAddress", |of, _| json!(of.place().street())),
    ("address.streetName, location.street, location.streetName, address.street", |of, _| {
        json!(of.place().street_name())
    }),
    ("address.buildingNumber, location.buildingNumber", |of, _| json!(of.place().house().to_string())),
    ("address.secondaryAddress, location.secondaryAddress", |of, _| {
        json!(format!("Apt. {}", draw::between(of.rng, 1..=99)))
    }),
    ("address.latitude, location.latitude", |of, _| json!(of.place().coordinates().0)),
    ("address.longitude, location.longitude", |of, _| json!(of.place().coordinates().1)),
    ("address.nearbyGPSCoordinate, location.nearbyGPSCoordinate", |of, _| {
        let (latitude, longitude) = of.place().coordinates();
        json!([latitude, longitude])
    }),
    ("address.timeZone, location.timeZone, date.timeZone", |of, _| json!(of.place().zone())),
    ("address.direction, location.direction, address.cardinalDirection, location.cardinalDirection", |of, _| {
        one(of, &["East", "North", "South", "West"])
    }),
    ("location.continent", |of, _| json!(of.place().continent())),
    ("location.language", |of, _| json!(of.language())),
    // numbers
    ("random.number, datatype.number, number.int, random.int, number.bigInt", |of, with| {
        let low = with.integer("min", usize::MAX).unwrap_or(0);
        let high = with.integer("max", 0).unwrap_or(99_999).max(low);
        json!(draw::between(of.rng, low..=high))
    }),
    ("random.float, datatype.float, number.float", |of, with| {
        let low = with.real("min", usize::MAX).unwrap_or(0.0);
        let high = with.real("max", 0).unwrap_or(100.0).max(low);
        let drawn = low + (high - low) * draw::unit(of.rng);
        json!((drawn * 100.0).floor() / 100.0)
    }),
    ("random.boolean, datatype.boolean", |of, _| json!(draw::chance(of.rng, 50))),
    // identifiers
    ("random.uuid, datatype.uuid, string.uuid", |of, _| formatted(of, "uuid")),
    ("string.ulid", |of, _| formatted(of, "ulid")),
    ("database.mongodbObjectId", |of, _| json!(draw::letters(of.rng, HEX, 24))),
    ("string.nanoid, string.sample, datatype.string, random.string", |of, with| {
        let size = with.size("length", 21);
        json!(draw::letters(of.rng, MIXED, size))
    }),
    ("random.alphaNumeric, string.alphanumeric, random.alphanumeric", |of, with| {
        let size = with.size("length", 1);
        json!(draw::letters(of.rng, "abcdefghijklmnopqrstuvwxyz0123456789", size))
    }),
    ("random.alpha, string.alpha", |of, with| {
        let size = with.size("length", 1);
        json!(draw::letters(of.rng, LOWER, size))
    }),
    ("string.numeric, random.numeric, finance.pin", |of, with| {
        let size = with.size("length", 4);
        json!(draw::letters(of.rng, "0123456789", size))
    }),
    ("datatype.hexaDecimal, string.hexadecimal, random.hexaDecimal, datatype.hexadecimal", |of, with| {
        let size = with.size("length", 8);
        json!(draw::letters(of.rng, HEX, size))
    }),
    // words
    (
        "lorem.word, random.word, word.sample, word.noun, word.adjective, word.verb, word.adverb, hacker.noun, hacker.verb",
        |of, _| json!(of.word()),
    ),
    ("lorem.words, random.words, word.words", |of, with| {
        let count = with.size("wordCount", 3);
        json!((0..count).map(|_| draw::word(of.rng, &WORDS)).collect::<Vec<_>>().join(" "))
    }),
    ("lorem.sentence, lorem.lines, hacker.phrase, git.commitMessage, lorem.text", |of, _| json!(of.prose(Prose::Note))),
    ("lorem.sentences, lorem.paragraph", |of, _| json!(of.prose(Prose::Paragraph))),
    ("lorem.paragraphs", |of, with| {
        let count = with.passages("paragraphCount", 3);
        json!((0..count).map(|_| of.prose(Prose::Paragraph)).collect::<Vec<_>>().join("\n"))
    }),
    ("lorem.slug", |of, with| {
        let count = with.size("wordCount", 3);
        json!((0..count).map(|_| draw::word(of.rng, &WORDS)).collect::<Vec<_>>().join("-"))
    }),
    ("book.title, music.songName", |of, _| json!(title(Noun::Article, of.thing.locale, of.rng))),
    ("music.genre", |of, _| one(of, &["Blues", "Classical", "Electronic", "Folk", "Jazz", "Pop", "Rock"])),
    ("random.locale", |of, _| json!(of.place().language_tag())),
    // times
    ("date.past, date.recent, date.anytime", |of, _| moment(of, Stage::Created)),
    ("date.future, date.soon", |of, _| moment(of, Stage::Expires)),
    ("date.between, date.betweens", |of, with| {
        let second = draw::between(of.rng, with.between(of.thing.later));
        json!(Layout::DateTime.text(second.saturating_mul(1000), false))
    }),
    ("date.birthdate", |of, _| json!(format!("{}T00:00:00Z", of.person().birthday()))),
    ("date.month", |of, _| one(of, &["January", "March", "April", "June", "July", "October", "December"])),
    ("date.weekday", |of, _| one(of, &["Monday", "Tuesday", "Wednesday", "Thursday", "Friday"])),
    ("time.recent, datatype.datetime", |of, _| json!(of.thing.millis(Stage::Created) / DAY / 1000 * DAY * 1000)),
    // trade
    ("commerce.product", |of, _| {
        let whole = product(of.rng);
        json!(whole.rsplit(' ').next())
    }),
    ("commerce.productName", |of, _| json!(product(of.rng))),
    ("commerce.productDescription", |of, _| json!(of.prose(Prose::Product))),
    ("commerce.productMaterial", |of, _| one(of, &["Bamboo", "Cotton", "Glass", "Leather", "Oak", "Steel", "Wool"])),
    ("commerce.productAdjective", |of, _| one(of, &["Compact", "Handmade", "Modern", "Portable", "Vintage"])),
    ("commerce.price, finance.amount", |of, with| {
        let low = with.integer("min", 0).unwrap_or(1);
        let high = with.integer("max", 1).unwrap_or(1000).max(low);
        let cents = draw::between(of.rng, low.saturating_mul(100)..=high.saturating_mul(100));
        let sign = if cents < 0 { "-" } else { "" };
        let cents = cents.unsigned_abs();
        json!(format!("{sign}{}.{:02}", cents / 100, cents % 100))
    }),
    ("commerce.color, color.human, vehicle.color", |of, _| {
        one(of, &["blue", "green", "orange", "red", "violet", "yellow"])
    }),
    ("commerce.isbn", |of, _| formatted(of, "isbn")),
    ("company.companyName, company.name", |of, _| json!(of.company().name)),
    ("company.companySuffix, company.suffix", |of, _| one(of, &["Inc", "LLC", "Group", "and Sons"])),
    ("company.catchPhrase, company.bs, company.buzzPhrase", |of, _| json!(of.prose(Prose::Product))),
    ("finance.accountName, finance.account", |of, with| {
        let size = with.size("length", 8);
        json!(draw::letters(of.rng, "0123456789", size))
    }),
    ("finance.accountNumber, finance.routingNumber, finance.mask", |of, with| {
        let size = with.size("length", 9);
        json!(draw::letters(of.rng, "0123456789", size))
    }),
    ("finance.currencyCode, finance.currency", |of, _| json!(of.currency())),
    ("finance.currencyName", |of, _| one(of, &["Euro", "Pound Sterling", "US Dollar"])),
    ("finance.currencySymbol", |of, _| one(of, &["$", "€", "£"])),
    ("finance.transactionType", |of, _| one(of, &["deposit", "invoice", "payment", "withdrawal"])),
    ("finance.iban", |of, _| formatted(of, "iban")),
    ("finance.bic", |of, _| {
        json!(
            draw::letters(of.rng, "ABCDEFGHKLMNPRST", 4)
                + of.place().country_code()
                + &draw::letters(of.rng, "ABCDEFGH23456789", 2)
        )
    }),
    ("finance.creditCardNumber", |of, _| formatted(of, "credit-card")),
    ("finance.creditCardCVV", |of, _| json!(draw::letters(of.rng, "0123456789", 3))),
    ("finance.creditCardIssuer", |of, _| one(of, &["amex", "mastercard", "visa"])),
    ("finance.bitcoinAddress, finance.ethereumAddress, finance.litecoinAddress", |of, _| {
        json!(format!("0x{}", draw::letters(of.rng, HEX, 40)))
    }),
    // machines
    (
        "image.imageUrl, image.image, image.url, image.urlLoremFlickr, image.urlPicsumPhotos, image.cats, image.people, image.nature, \
         image.business, image.abstract, image.city, image.food, image.animals, image.urlPlaceholder",
        |of, _| json!(format!("https://example.com/images/{}.png", draw::letters(of.rng, HEX, 8))),
    ),
    ("image.dataUri", |_, _| {
        json!("data:image/svg+xml;charset=UTF-8,%3Csvg%20xmlns%3D%22http%3A%2F%2Fwww.w3.org%2F2000%2Fsvg%22%2F%3E")
    }),
    ("system.fileName, system.commonFileName", |of, _| {
        let (word, kind) = (of.word(), draw::word(of.rng, &["csv", "pdf", "png", "txt"]));
        json!(format!("{word}.{kind}"))
    }),
    ("system.fileExt, system.commonFileExt", |of, _| one(of, &["csv", "jpg", "pdf", "png", "txt"])),
    ("system.mimeType", |of, _| one(of, &["application/json", "application/pdf", "image/png", "text/plain"])),
    ("system.fileType, system.commonFileType", |of, _| one(of, &["application", "audio", "image", "text", "video"])),
    ("system.filePath, system.directoryPath", |of, _| {
        json!(format!("/{}/{}", draw::word(of.rng, &WORDS), draw::word(of.rng, &WORDS)))
    }),
    ("system.semver", |of, _| formatted(of, "semver")),
    ("git.commitSha, git.shortSha", |of, _| formatted(of, "sha1")),
    ("git.branch", |of, _| json!(format!("feature/{}", of.word()))),
    ("database.column", |of, _| one(of, &["id", "name", "status", "created_at", "updated_at"])),
    ("database.type", |of, _| one(of, &["int", "text", "timestamp", "varchar"])),
    ("vehicle.vehicle, vehicle.model, vehicle.manufacturer", |of, _| {
        one(of, &["Fiat Panda", "Ford Focus", "Toyota Corolla", "Volvo V60"])
    }),
    ("vehicle.type", |of, _| one(of, &["Estate", "Hatchback", "Sedan", "SUV", "Van"])),
    ("vehicle.vin", |of, _| json!(draw::letters(of.rng, "ABCDEFGHJKLMNPRSTUVWXYZ0123456789", 17))),
    ("vehicle.vrm", |of, _| {
        json!(draw::letters(of.rng, "ABCDEFGHJKLMNPRSTUVWXYZ", 2) + &draw::letters(of.rng, "123456789", 2))
    }),
    ("animal.dog", |of, _| one(of, &["Beagle", "Border Collie", "Labrador", "Terrier"])),
    ("animal.cat", |of, _| one(of, &["Bengal", "Maine Coon", "Persian", "Siamese"])),
    ("animal.type", |of, _| one(of, &["bird", "cat", "dog", "rabbit"])),
    ("airline.iataCode, airline.airport", |of, _| one(of, &["AMS", "BER", "CDG", "JFK", "LHR", "NRT"])),
    ("airline.flightNumber", |of, _| json!(draw::between(of.rng, 100..=9999).to_string())),
    // helpers
    ("helpers.arrayElement, random.arrayElement, helpers.randomize", |of, with| {
        let list = with.at(0).and_then(Value::as_array).map(Vec::as_slice).unwrap_or_default();
        draw::pick(of.rng, list).cloned().unwrap_or_default()
    }),
    ("helpers.arrayElements, helpers.shuffle, random.arrayElements, helpers.uniqueArray", |of, with| {
        let mut list = with.at(0).and_then(Value::as_array).cloned().unwrap_or_default();
        let wanted = with.integer("count", 1).and_then(|count| usize::try_from(count).ok());
        let count = wanted.unwrap_or_else(|| draw::size(of.rng, 1..=list.len().max(1))).min(list.len());
        json!((0..count).map(|_| list.swap_remove(draw::index(of.rng, list.len()))).collect::<Vec<_>>())
    }),
    ("helpers.objectKey, random.objectElement", |of, with| {
        let keys: Vec<&String> = with.at(0).and_then(Value::as_object).into_iter().flat_map(|map| map.keys()).collect();
        json!(draw::pick(of.rng, &keys))
    }),
    ("helpers.slugify", |_, with| {
        let words = with.at(0).and_then(Value::as_str).unwrap_or_default().to_lowercase();
        json!(words.split_whitespace().collect::<Vec<_>>().join("-"))
    }),
    (
        "helpers.replaceSymbols, helpers.replaceSymbolWithNumber, phone.phoneFormat, helpers.numerify, helpers.bothify",
        |of, with| {
            let pattern = with.at(0).and_then(Value::as_str).unwrap_or("####");
            let fill = |c| match c {
                '#' => draw::letters(of.rng, "0123456789", 1),
                '?' => draw::letters(of.rng, LOWER, 1),
                other => String::from(other),
            };
            json!(pattern.chars().take(4096).map(fill).collect::<String>())
        },
    ),
    ("helpers.regexpStyleStringParse, helpers.fromRegExp", |of, with| {
        let pattern = with.at(0).and_then(Value::as_str).unwrap_or("[a-z]{5}").trim_matches('/');
        let pattern = crate::schema::pattern::Pattern::compile(pattern).ok();
        json!(pattern.and_then(|pattern| pattern.generate(of.rng, 0..=64)))
    }),
    ("helpers.fake, fake", |of, with| {
        let text = with.at(0).and_then(Value::as_str).unwrap_or("{{lorem.word}}");
        json!(template(of, text))
    }),
];

fn one(of: Of<'_, '_>, list: &[&str]) -> Value {
    json!(of.one_of(list))
}

fn formatted(of: Of<'_, '_>, name: &str) -> Value {
    json!(format::generate_on(of.thing.later, name, of.rng, 0..=4096).unwrap_or_default())
}

fn moment(of: Of<'_, '_>, stage: Stage) -> Value {
    json!(Layout::DateTime.text(of.thing.millis(stage), false))
}
