//! The rules of [`super::text`] as data: endings of names (words in lower case, comma between them) and what makes a text
//! for each. Within a table no ending stands twice.

use fake::Fake;
use fake::faker::{
    address::raw as address, company::raw as company, filesystem::raw as file, finance::raw as finance,
    internet::raw as net, job::raw as job, name::raw as person,
};
use fake::locales::EN;

use super::WORDS;
use super::text::Maker::{self, Call, Format, OneOf};
use super::text::{
    capitalised, file_name, full_name, image_url, paragraph, sentence, short_id, slug, some_words, title, upper_code,
    user_name,
};
use crate::schema::format;
use crate::schema::sample::draw;

pub(super) type Rule = (&'static str, Maker);

/// What a bare `name` means inside a thing of that name.
pub(super) static NAMED: &[Rule] = &[
    (
        "user, customer, person, owner, author, member, contact, employee, patient, student, teacher, \
         recipient, sender, assignee, creator, guest, passenger, driver, card holder, shopper, actor, \
         artist, agent, manager, profile, account holder, follower",
        Call(full_name),
    ),
    (
        "company, organization, organisation, org, merchant, vendor, supplier, employer, brand, \
         manufacturer, bank, issuer, team, publisher",
        Call(|rng| company::CompanyName(EN).fake_with_rng(rng)),
    ),
    ("city, town", Call(|rng| address::CityName(EN).fake_with_rng(rng))),
    ("country, nation", Call(|rng| address::CountryName(EN).fake_with_rng(rng))),
    ("state, region, province", Call(|rng| address::StateName(EN).fake_with_rng(rng))),
    ("file, attachment, document, upload, blob", Call(file_name)),
    ("tag, label, category, topic, group, role, channel, branch, bucket, namespace", Call(slug)),
];

/// By the ending of the property's name.
pub(super) static RULES: &[Rule] = &[
    // people
    (
        "first name, firstname, given name, forename, fname, middle name",
        Call(|rng| person::FirstName(EN).fake_with_rng(rng)),
    ),
    ("last name, lastname, surname, family name, lname", Call(|rng| person::LastName(EN).fake_with_rng(rng))),
    (
        "full name, fullname, display name, displayname, real name, holder name, owner name, \
         user full name, customer name, contact name, person name, author name, author, owner, creator, \
         assignee, recipient, sender, customer, contact, employee, cardholder, cardholder name, artist",
        Call(full_name),
    ),
    ("username, user name, login, nickname, nick, screen name, handle, vanity name, by, user", Call(user_name)),
    ("email, mail, email address, e mail, mail address", Call(|rng| net::SafeEmail(EN).fake_with_rng(rng))),
    (
        "phone, phone number, telephone, telephone number, mobile, mobile number, cell, fax, tel, msisdn",
        Format("phone"),
    ),
    ("gender, sex", OneOf(&["female", "male", "other"])),
    ("honorific, salutation, name prefix", OneOf(&["Dr.", "Mr.", "Mrs.", "Ms."])),
    (
        "birthday, birth date, date of birth, dob, birthdate",
        Call(|rng| {
            format!(
                "{}-{:02}-{:02}",
                draw::between(rng, 1950..=2004),
                draw::between(rng, 1..=12),
                draw::between(rng, 1..=28)
            )
        }),
    ),
    ("job title, job, occupation, position title", Call(|rng| job::Title(EN).fake_with_rng(rng))),
    ("profession", Call(|rng| company::Profession(EN).fake_with_rng(rng))),
    (
        "ssn, social security number",
        Call(|rng| format!("000-{}-{}", draw::letters(rng, "123456789", 2), draw::letters(rng, "0123456789", 4))),
    ),
    // places
    (
        "address, street address, address line, address line1, billing address, shipping address, line1",
        Call(|rng| {
            format!("{} {}", draw::between(rng, 1..=999), address::StreetName(EN).fake_with_rng::<String, _>(rng))
        }),
    ),
    ("line2, address line2, secondary address, apartment", Call(|rng| format!("Suite {}", draw::between(rng, 1..=99)))),
    ("street, street name", Call(|rng| address::StreetName(EN).fake_with_rng(rng))),
    (
        "house number, building number, house number or name, street number",
        Call(|rng| draw::between(rng, 1..=199).to_string()),
    ),
    ("city, city name, town, locality", Call(|rng| address::CityName(EN).fake_with_rng(rng))),
    ("state, province, region, county, state or province", Call(|rng| address::StateName(EN).fake_with_rng(rng))),
    ("state code, province code, region code", Call(|rng| address::StateAbbr(EN).fake_with_rng(rng))),
    (
        "zip, zipcode, zip code, postal code, postalcode, postcode, post code",
        Call(|rng| draw::letters(rng, "123456789", 5)),
    ),
    ("country, country name, nationality", Call(|rng| address::CountryName(EN).fake_with_rng(rng))),
    ("country code, countrycode, country iso", Format("country-code")),
    ("latitude, lat", Call(|rng| format!("{}.{}", draw::between(rng, -84..=84), draw::letters(rng, "123456789", 5)))),
    (
        "longitude, lng, lon",
        Call(|rng| format!("{}.{}", draw::between(rng, -179..=179), draw::letters(rng, "123456789", 5))),
    ),
    ("timezone, time zone, tz", Format("timezone")),
    (
        "location, place, venue",
        Call(|rng| {
            format!(
                "{}, {}",
                address::CityName(EN).fake_with_rng::<String, _>(rng),
                address::StateAbbr(EN).fake_with_rng::<String, _>(rng)
            )
        }),
    ),
    // business
    (
        "company, company name, organization, organisation, organization name, org, employer, \
         merchant name, vendor, supplier, manufacturer, issuer, bank name, brand name, business name",
        Call(|rng| company::CompanyName(EN).fake_with_rng(rng)),
    ),
    ("industry, sector", Call(|rng| company::Industry(EN).fake_with_rng(rng))),
    ("department, dept", OneOf(&["Engineering", "Finance", "Legal", "Marketing", "Operations", "Sales", "Support"])),
    ("slogan, tagline, catch phrase, motto", Call(|rng| company::CatchPhrase(EN).fake_with_rng(rng))),
    ("currency, currency code, currencycode", Format("currency")),
    ("currency symbol", OneOf(&["$", "€", "£", "¥"])),
    (
        "price, amount, cost, total, balance, fee, subtotal",
        Call(|rng| format!("{}.{}", draw::between(rng, 1..=500), draw::letters(rng, "0123456789", 2))),
    ),
    ("credit card, credit card number, card number, pan", Format("credit-card")),
    ("cvc, cvv, security code", Call(|rng| draw::letters(rng, "0123456789", 3))),
    ("expiry month, exp month, expiration month", Call(|rng| format!("{:02}", draw::between(rng, 1..=12)))),
    ("expiry year, exp year, expiration year, year", Call(|rng| draw::between(rng, 2024..=2030).to_string())),
    ("last four, last4, last 4", Call(|rng| draw::letters(rng, "0123456789", 4))),
    ("iban", Format("iban")),
    ("bic, swift, swift code", Call(|rng| finance::Bic(EN).fake_with_rng(rng))),
    ("account number, bank account number", Call(|rng| draw::letters(rng, "0123456789", 10))),
    ("isbn", Format("isbn")),
    ("sku, product code, item code", Call(upper_code)),
    ("vat, vat number, tax id", Call(|rng| format!("GB{}", draw::letters(rng, "0123456789", 9)))),
    // the net
    (
        "url, uri, link, href, website, homepage, web site, site, permalink, endpoint, callback, \
         webhook, web url, html url, redirect uri, return url",
        Format("url"),
    ),
    (
        "image, avatar, avatar url, image url, photo, photo url, picture, picture url, thumbnail, \
         thumbnail url, thumb, logo, logo url, icon url, cover, cover url, banner",
        Call(image_url),
    ),
    ("domain, domain name, hostname, host name, host, server, subdomain", Format("hostname")),
    ("ip, ip address, ipaddress, ipv4, ip addr, remote addr, shopper ip, client ip, ipv4 address", Format("ipv4")),
    ("ipv6, ipv6 address", Format("ipv6")),
    ("mac, mac address", Format("mac")),
    (
        "user agent, useragent",
        Call(|rng| {
            format!(
                "Mozilla/5.0 (X11; Linux x86_64; rv:{0}.0) Gecko/20100101 Firefox/{0}.0",
                draw::between(rng, 115..=140)
            )
        }),
    ),
    ("mime type, mimetype, content type, media type, mime", Format("media-type")),
    ("protocol, scheme", OneOf(&["http", "https"])),
    ("method, http method", OneOf(&["DELETE", "GET", "PATCH", "POST", "PUT"])),
    ("port", Call(|rng| draw::between(rng, 1024..=49_151).to_string())),
    ("etag", Call(|rng| format!("\"{}\"", draw::letters(rng, "0123456789abcdef", 16)))),
    // files and versions
    ("filename, file name, file, attachment", Call(file_name)),
    ("path, file path, filepath, directory, dir, folder", Call(|rng| format!("/{}", some_words(rng, 2, 3).join("/")))),
    ("extension, file extension, ext", Call(|rng| file::FileExtension(EN).fake_with_rng(rng))),
    ("version, api version, app version, sdk version, semver, release", Format("semver")),
    ("branch, branch name", Call(|rng| format!("feature/{}", some_words(rng, 1, 2).join("-")))),
    // identifiers
    ("id, gid, uid, key, reference, ref, external id, identifier, cursor, marker", Call(short_id)),
    ("uuid, guid", Format("uuid")),
    ("sha, commit, sha1, commit sha, commit id", Format("sha1")),
    ("hash, checksum, sha256, fingerprint", Format("sha256")),
    ("md5, nonce", Format("hex")),
    ("digest", Format("digest")),
    (
        "token, secret, api key, apikey, access token, refresh token, client secret, signature, \
         credential",
        Format("token"),
    ),
    ("password, passwd, pwd, passphrase", Format("password")),
    ("code, coupon, voucher, pin code, otp", Call(upper_code)),
    ("number, order number, invoice number, serial, serial number", Call(|rng| draw::letters(rng, "123456789", 8))),
    // times
    (
        "created at, updated at, at, on, timestamp, datetime, date time, created, updated, modified, \
         expires, expiry, expiration, deadline, published, last login, last seen, start time, end time, \
         since, until",
        Format("date-time"),
    ),
    ("date, start date, end date, due date, created date, start on, due on, birth day", Format("date")),
    (
        "time, start hour, opening time, closing time",
        Call(|rng| format!("{:02}:{:02}", draw::between(rng, 0..=23), draw::between(rng, 0..=11) * 5)),
    ),
    ("duration, ttl, interval", Format("duration")),
    ("ts", Call(|rng| format!("{}.{}", draw::between(rng, format::WINDOW), draw::letters(rng, "0123456789", 6)))),
    ("month", OneOf(&["January", "March", "April", "June", "July", "October", "December"])),
    ("weekday, day, day of week", OneOf(&["Monday", "Tuesday", "Wednesday", "Thursday", "Friday"])),
    // words
    (
        "title, subject, headline, heading, caption, topic, event, project, product, product name, \
         item name",
        Call(title),
    ),
    ("name", Call(title)),
    (
        "description, summary text, details, detail, about, bio, biography, overview, abstract, body, \
         content",
        Call(paragraph),
    ),
    (
        "message, comment, text, summary, note, notes, msg, reason, error, error message, error description, \
         feedback, instructions, remark, review, prompt, quote, summary line, status message, warning, \
         hint",
        Call(sentence),
    ),
    ("html, html text, html body, html notes, html description", Call(|rng| format!("<p>{}</p>", sentence(rng)))),
    ("slug, alias, short name, shortname, permalink slug", Call(slug)),
    ("tag, label, keyword, category, group, namespace, bucket, channel, scope, team, workspace, store", Call(slug)),
    ("color, colour", Format("color")),
    ("hex color, color code, color hex, background color", Format("hex-color")),
    ("language, lang, language code", Format("language")),
    ("locale, shopper locale, language tag", OneOf(&["de-DE", "en-GB", "en-US", "es-ES", "fr-FR"])),
    ("status, account status, order status, access state", OneOf(&["active", "completed", "inactive", "pending"])),
    ("type, kind, subtype, resource type", OneOf(&["basic", "custom", "default", "standard"])),
    ("role, permission", OneOf(&["admin", "editor", "member", "viewer"])),
    ("level, priority, severity", OneOf(&["high", "low", "medium"])),
    ("unit, uom", OneOf(&["cm", "kg", "l", "m", "pcs"])),
    ("size", OneOf(&["L", "M", "S", "XL"])),
    ("icon", Call(|rng| format!("icon-{}", draw::word(rng, &WORDS)))),
    ("emoji, reaction", OneOf(&["🎉", "👍", "😀", "🚀"])),
    (
        "model, device, device name",
        Call(|rng| format!("{} {}", capitalised(draw::word(rng, &WORDS)), draw::between(rng, 1..=20))),
    ),
];

/// By what the description says, when the name says nothing.
pub(super) static PHRASES: &[Rule] = &[
    ("iso 8601, iso8601, iso-8601, rfc 3339, rfc3339, date and time, timestamp", Format("date-time")),
    ("yyyy-mm-dd", Format("date")),
    ("email address, e-mail address", Call(|rng| net::SafeEmail(EN).fake_with_rng(rng))),
    ("phone number", Format("phone")),
    ("uuid, universally unique", Format("uuid")),
    ("base64", Format("byte")),
    ("ip address", Format("ipv4")),
    ("country code", Format("country-code")),
    ("currency code", Format("currency")),
    ("https://, http://, the url, a url, link to", Format("url")),
    ("identifier, unique id", Call(short_id)),
];
