//! The countries that places are in: how addresses, telephone numbers and money are written there.

/// What is the same all over a country. Patterns: `#` is a digit, `^` one from 2 up, `@` a capital letter.
pub(super) struct Country {
    /// ISO 3166-1.
    pub(super) code: &'static str,
    pub(super) code3: &'static str,
    pub(super) name: &'static str,
    /// What it calls itself.
    pub(super) own: &'static str,
    pub(super) calling: &'static str,
    /// The number behind the calling code.
    pub(super) phone: &'static str,
    /// ISO 4217.
    pub(super) currency: &'static str,
    pub(super) language: &'static str,
    pub(super) continent: &'static str,
    pub(super) streets: &'static [&'static str],
    /// Whether the number of the house goes before the street.
    pub(super) number_first: bool,
}

/// The country of that code; the United States where there is none.
pub(super) fn country(code: &str) -> &'static Country {
    COUNTRIES.iter().find(|country| country.code == code).unwrap_or(&COUNTRIES[0])
}

type Names = (&'static str, &'static str, &'static str, &'static str);
type Numbers = (&'static str, &'static str);
type Customs = (&'static str, &'static str, &'static str);

const fn of(
    names: Names,
    numbers: Numbers,
    customs: Customs,
    first: bool,
    streets: &'static [&'static str],
) -> Country {
    let (code, code3, name, own) = names;
    let (calling, phone) = numbers;
    let (currency, language, continent) = customs;
    Country { code, code3, name, own, calling, phone, currency, language, continent, streets, number_first: first }
}

const ENGLISH: &[&str] = &[
    "Bridge Street",
    "Cedar Lane",
    "Chapel Street",
    "Church Road",
    "Elm Street",
    "Garden Avenue",
    "Hill Road",
    "King Street",
    "Lake View Drive",
    "Main Street",
    "Maple Avenue",
    "Mill Lane",
    "Oak Street",
    "Park Avenue",
    "Queen Street",
    "River Road",
    "School Lane",
    "Spring Street",
    "Station Road",
    "Victoria Street",
];
const AMERICAN: &[&str] = &[
    "2nd Avenue",
    "5th Street",
    "Birch Drive",
    "Cedar Street",
    "Chestnut Street",
    "Elm Street",
    "Franklin Avenue",
    "Highland Avenue",
    "Jefferson Street",
    "Lakeview Drive",
    "Lincoln Avenue",
    "Main Street",
    "Maple Avenue",
    "Oak Street",
    "Park Avenue",
    "Pine Street",
    "River Road",
    "Sunset Boulevard",
    "Walnut Street",
    "Washington Street",
];
const GERMAN: &[&str] = &[
    "Bahnhofstraße",
    "Bergstraße",
    "Birkenweg",
    "Gartenstraße",
    "Goethestraße",
    "Hauptstraße",
    "Jahnstraße",
    "Lindenstraße",
    "Mozartstraße",
    "Schillerstraße",
    "Schulstraße",
    "Waldweg",
];
const FRENCH: &[&str] = &[
    "avenue Victor Hugo",
    "boulevard Voltaire",
    "place de la République",
    "rue de la Gare",
    "rue de la Paix",
    "rue des Écoles",
    "rue des Lilas",
    "rue du Moulin",
    "rue Jean Jaurès",
    "rue Pasteur",
];
const ITALIAN: &[&str] = &[
    "Corso Italia",
    "Via Cavour",
    "Via Dante",
    "Via Garibaldi",
    "Via Mazzini",
    "Via Roma",
    "Via Verdi",
    "Viale Europa",
];
const SPANISH: &[&str] =
    &["Avenida Libertad", "Calle de Alcalá", "Calle del Sol", "Calle Mayor", "Calle Nueva", "Paseo del Parque"];
const PORTUGUESE: &[&str] = &[
    "Avenida Brasil",
    "Avenida Central",
    "Rua Augusta",
    "Rua da Paz",
    "Rua das Flores",
    "Rua do Comércio",
    "Rua São João",
    "Travessa do Sol",
];
const DUTCH: &[&str] = &[
    "Dorpsstraat",
    "Hoofdstraat",
    "Kerkstraat",
    "Lindelaan",
    "Molenweg",
    "Nieuwstraat",
    "Schoolstraat",
    "Stationsweg",
];
const NORDIC: &[&str] = &["Björkvägen", "Kyrkogatan", "Skolgatan", "Storgatan", "Strandvägen"];

static COUNTRIES: [Country; 28] = [
    of(
        ("US", "USA", "United States", "United States"),
        ("1", "^##-555-01##"),
        ("USD", "en", "North America"),
        true,
        AMERICAN,
    ),
    of(
        ("GB", "GBR", "United Kingdom", "United Kingdom"),
        ("44", "20 7946 0###"),
        ("GBP", "en", "Europe"),
        true,
        ENGLISH,
    ),
    of(("CA", "CAN", "Canada", "Canada"), ("1", "^##-555-01##"), ("CAD", "en", "North America"), true, AMERICAN),
    of(("AU", "AUS", "Australia", "Australia"), ("61", "2 5550 ####"), ("AUD", "en", "Oceania"), true, ENGLISH),
    of(("NZ", "NZL", "New Zealand", "New Zealand"), ("64", "9 ^## ####"), ("NZD", "en", "Oceania"), true, ENGLISH),
    of(("IE", "IRL", "Ireland", "Éire"), ("353", "1 ^## ####"), ("EUR", "en", "Europe"), true, ENGLISH),
    of(("DE", "DEU", "Germany", "Deutschland"), ("49", "30 23125 ###"), ("EUR", "de", "Europe"), false, GERMAN),
    of(("AT", "AUT", "Austria", "Österreich"), ("43", "1 ^######"), ("EUR", "de", "Europe"), false, GERMAN),
    of(("CH", "CHE", "Switzerland", "Schweiz"), ("41", "44 ^## ## ##"), ("CHF", "de", "Europe"), false, GERMAN),
    of(("FR", "FRA", "France", "France"), ("33", "1 99 00 ## ##"), ("EUR", "fr", "Europe"), true, FRENCH),
    of(("BE", "BEL", "Belgium", "Belgique"), ("32", "2 ^## ## ##"), ("EUR", "fr", "Europe"), false, FRENCH),
    of(("IT", "ITA", "Italy", "Italia"), ("39", "06 ^### ####"), ("EUR", "it", "Europe"), false, ITALIAN),
    of(("ES", "ESP", "Spain", "España"), ("34", "91 ^## ## ##"), ("EUR", "es", "Europe"), false, SPANISH),
    of(("PT", "PRT", "Portugal", "Portugal"), ("351", "21 ^## ####"), ("EUR", "pt", "Europe"), false, PORTUGUESE),
    of(("NL", "NLD", "Netherlands", "Nederland"), ("31", "20 ^## ####"), ("EUR", "nl", "Europe"), false, DUTCH),
    of(("SE", "SWE", "Sweden", "Sverige"), ("46", "8 465 004 ##"), ("SEK", "sv", "Europe"), false, NORDIC),
    of(
        ("PL", "POL", "Poland", "Polska"),
        ("48", "22 ^## ## ##"),
        ("PLN", "pl", "Europe"),
        false,
        &["ul. Długa", "ul. Krótka", "ul. Lipowa", "ul. Ogrodowa", "ul. Polna", "ul. Szkolna"],
    ),
    of(("BR", "BRA", "Brazil", "Brasil"), ("55", "11 ^###-####"), ("BRL", "pt", "South America"), false, PORTUGUESE),
    of(("MX", "MEX", "Mexico", "México"), ("52", "55 ^### ####"), ("MXN", "es", "North America"), false, SPANISH),
    of(
        ("JP", "JPN", "Japan", "日本"),
        ("81", "3-^###-####"),
        ("JPY", "ja", "Asia"),
        true,
        &["Chuo", "Hommachi", "Midoricho", "Sakuracho", "Yamatecho"],
    ),
    of(
        ("CN", "CHN", "China", "中国"),
        ("86", "10 ^### ####"),
        ("CNY", "zh", "Asia"),
        true,
        &["人民路", "中山路", "建设路", "解放路", "和平路"],
    ),
    of(
        ("TW", "TWN", "Taiwan", "臺灣"),
        ("886", "2 ^### ####"),
        ("TWD", "zh", "Asia"),
        true,
        &["中山路", "中正路", "民生路", "忠孝路", "信義路"],
    ),
    of(
        ("KR", "KOR", "South Korea", "대한민국"),
        ("82", "2-^###-####"),
        ("KRW", "ko", "Asia"),
        true,
        &["Gangnam-daero", "Sejong-daero", "Teheran-ro", "Toegye-ro"],
    ),
    of(
        ("IN", "IND", "India", "भारत"),
        ("91", "80 ^### ####"),
        ("INR", "hi", "Asia"),
        true,
        &["Brigade Road", "Gandhi Road", "Lake Road", "Mahatma Gandhi Road", "Nehru Street", "Station Road"],
    ),
    of(("SG", "SGP", "Singapore", "Singapore"), ("65", "6^## ####"), ("SGD", "en", "Asia"), true, ENGLISH),
    of(
        ("TR", "TUR", "Turkey", "Türkiye"),
        ("90", "212 ^## ## ##"),
        ("TRY", "tr", "Asia"),
        false,
        &["Atatürk Caddesi", "Bağdat Caddesi", "Cumhuriyet Caddesi", "İnönü Caddesi", "Lale Sokak"],
    ),
    of(
        ("SA", "SAU", "Saudi Arabia", "المملكة العربية السعودية"),
        ("966", "11 ^## ####"),
        ("SAR", "ar", "Asia"),
        true,
        &["شارع العليا", "شارع التحلية", "طريق الملك فهد", "شارع الأمير سلطان"],
    ),
    of(
        ("IR", "IRN", "Iran", "ایران"),
        ("98", "21 ^### ####"),
        ("IRR", "fa", "Asia"),
        true,
        &["خیابان آزادی", "خیابان انقلاب", "خیابان ولیعصر", "خیابان فردوسی"],
    ),
];
