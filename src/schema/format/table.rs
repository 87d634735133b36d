//! The formats by name: who makes a text of each, and who judges one. A format without a judge asserts nothing, because
//! people write different things below that name.

use super::{Holds, Make, MakeDated, Making, clock, code, host, mail, markup, reference};

pub(super) struct Format {
    /// In lower case; the first is the usual one.
    pub(super) names: &'static [&'static str],
    pub(super) make: Making,
    pub(super) holds: Option<Holds>,
}

pub(super) fn find(name: &str) -> Option<&'static Format> {
    let name = name.trim();
    FORMATS.iter().find(|format| format.names.iter().any(|known| known.eq_ignore_ascii_case(name)))
}

const fn strict(names: &'static [&'static str], make: Make, holds: Holds) -> Format {
    Format { names, make: Making::Timeless(make), holds: Some(holds) }
}

const fn vague(names: &'static [&'static str], make: Make) -> Format {
    Format { names, make: Making::Timeless(make), holds: None }
}

const fn dated(names: &'static [&'static str], make: MakeDated, holds: Option<Holds>) -> Format {
    Format { names, make: Making::Dated(make), holds }
}

pub(super) static FORMATS: &[Format] = &[
    // JSON Schema 2020-12, validation 7.3
    dated(&["date-time"], clock::make_date_time, Some(clock::is_date_time)),
    dated(&["date", "full-date"], clock::make_date, Some(clock::is_date)),
    strict(&["time"], clock::make_time, clock::is_time),
    strict(&["duration"], clock::make_duration, clock::is_duration),
    strict(&["email"], mail::make_email, mail::is_email),
    strict(&["idn-email"], mail::make_idn_email, mail::is_idn_email),
    strict(&["hostname", "host-name"], host::make_hostname, host::is_hostname),
    strict(&["idn-hostname"], host::make_idn_hostname, host::is_idn_hostname),
    strict(&["ipv4", "ip-address"], host::make_ipv4, host::is_ipv4),
    strict(&["ipv6"], host::make_ipv6, host::is_ipv6),
    strict(&["uri"], reference::make_uri, reference::is_uri),
    strict(&["uri-reference", "uriref"], reference::make_uri_reference, reference::is_uri_reference),
    strict(&["iri"], reference::make_iri, reference::is_iri),
    strict(&["iri-reference"], reference::make_iri_reference, reference::is_iri_reference),
    strict(&["uuid"], code::make_uuid, code::is_uuid),
    strict(&["uri-template"], reference::make_uri_template, reference::is_uri_template),
    strict(&["json-pointer"], reference::make_json_pointer, reference::is_json_pointer),
    strict(&["relative-json-pointer"], reference::make_relative_json_pointer, reference::is_relative_json_pointer),
    strict(&["regex"], markup::make_regex, markup::is_regex),
    // the OpenAPI format registry, as far as it is about text
    strict(&["byte", "base64"], code::make_base64, code::is_base64),
    strict(&["base64url"], code::make_base64url, code::is_base64),
    vague(&["binary", "text", "string"], markup::make_text),
    vague(&["password"], code::make_password),
    strict(&["char"], code::make_char, code::is_char),
    vague(&["commonmark", "markdown"], markup::make_markdown),
    vague(&["html"], markup::make_html),
    strict(&["decimal", "decimal128", "float", "double", "double-int", "number"], code::make_decimal, code::is_decimal),
    strict(&["int8", "uint8"], code::make_small_int, code::is_int32),
    strict(&["int16", "int32", "uint16", "integer", "int"], code::make_int32, code::is_int32),
    strict(&["int64", "uint32", "uint64", "long"], code::make_int64, code::is_int64),
    dated(&["http-date", "date-time-rfc1123", "date-time-rfc7231"], clock::make_http_date, Some(clock::is_http_date)),
    dated(&["date-time-local"], clock::make_local_date_time, None),
    vague(&["time-local"], clock::make_local_time),
    vague(&["media-range", "media-type", "mime-type", "mimetype"], markup::make_media_range),
    strict(&["sf-string"], markup::make_sf_string, markup::is_sf_string),
    strict(&["sf-token"], markup::make_sf_token, markup::is_sf_token),
    strict(&["sf-boolean"], markup::make_sf_boolean, markup::is_sf_boolean),
    strict(&["sf-integer"], code::make_int32, code::is_int64),
    strict(&["sf-decimal"], code::make_decimal, code::is_decimal),
    vague(&["sf-binary"], markup::make_sf_binary),
    // found in the wild
    strict(&["uuid4", "uuidv4", "guid"], code::make_uuid, code::is_uuid),
    strict(&["ulid"], code::make_ulid, code::is_ulid),
    strict(&["objectid", "object-id", "mongo-id"], code::make_object_id, code::is_object_id),
    vague(&["url", "uri-string", "href", "link"], reference::make_uri),
    vague(&["urn"], reference::make_urn),
    dated(&["jwt"], code::make_jwt, None),
    vague(&["token", "api-key", "secret"], code::make_token),
    strict(&["hex", "hexadecimal"], code::make_hex, code::is_hex),
    vague(&["sha1", "sha"], code::make_sha1),
    vague(&["sha256"], code::make_sha256),
    vague(&["digest"], code::make_digest),
    strict(&["ip"], host::make_ip, host::is_ip),
    strict(&["cidr", "ipv4-cidr", "ipv4cidr"], host::make_cidr, host::is_cidr),
    strict(&["ipv6-cidr", "ipv6cidr"], host::make_cidr_v6, host::is_cidr),
    strict(&["mac", "mac-address"], host::make_mac, host::is_mac),
    vague(&["domain", "fqdn"], host::make_hostname),
    vague(&["phone", "phone-number", "telephone", "tel", "mobile"], code::make_phone),
    strict(&["e.164", "e164"], code::make_phone, code::is_e164),
    vague(&["color", "colour"], code::make_color),
    strict(&["hex-color", "color-hex", "hexcolor"], code::make_hex_color, code::is_hex_color),
    strict(&["currency", "currency-code", "iso-4217", "iso4217"], code::make_currency, code::is_currency),
    strict(&["country-code", "iso-3166", "iso-3166-1", "iso-3166-alpha-2"], code::make_country, code::is_country),
    strict(
        &["language", "language-tag", "language-code", "bcp47", "bcp-47", "locale"],
        code::make_language,
        code::is_language,
    ),
    vague(&["timezone", "time-zone", "iana-timezone"], clock::make_time_zone),
    strict(&["semver"], code::make_semver, code::is_semver),
    vague(&["version"], code::make_semver),
    vague(&["slug"], markup::make_slug),
    dated(&["unix-time", "unixtime", "timestamp-seconds", "epoch"], clock::make_unix_time, Some(clock::is_unix_time)),
    dated(&["datetime", "date time", "timestamp", "iso8601", "iso-8601", "iso-date-time"], clock::make_date_time, None),
    dated(&["iso-date"], clock::make_date, None),
    dated(&["year"], clock::make_year, None),
    dated(&["year-month", "yearmonth", "month"], clock::make_month, None),
    vague(&["credit-card", "creditcard", "card-number"], code::make_credit_card),
    strict(&["iban"], code::make_iban, code::is_iban),
    vague(&["isbn", "isbn13", "isbn-13"], code::make_isbn),
    vague(&["<width>x<height>"], markup::make_dimensions),
    vague(&["comma_delimited_list", "csv", "comma-separated"], markup::make_list),
    vague(&["space_delimited_list"], markup::make_text),
];
