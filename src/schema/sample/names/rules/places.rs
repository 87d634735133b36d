//! Names of members that say where something is.

use super::{Call, OneOf, Rule, Short};
use crate::schema::sample::draw;

pub(super) static RULES: &[Rule] = &[
    (
        "address, postal address, mailing address, billing address, shipping address, delivery address, home address, \
         formatted address, full address, address formatted, office address, location address",
        Call(|of| of.address()),
    ),
    (
        "street address, address line, address line1, addressline1, address1, line1, street line1, addressline, street1, \
         address street, address 1, line 1",
        Call(|of| of.place().street()),
    ),
    (
        "line2, address line2, addressline2, address2, secondary address, apartment, line3, address line3, street2, \
         address 2, line 2, suite",
        Call(|of| format!("Suite {}", draw::between(of.rng, 1..=40))),
    ),
    ("floor", Call(|of| draw::between(of.rng, 1..=12).to_string())),
    ("street, street name, road, thoroughfare", Call(|of| of.street_alone())),
    (
        "house number, building number, house number or name, street number, housenumber",
        Call(|of| of.place().house().to_string()),
    ),
    (
        "city, city name, town, locality, municipality, address city, postal town",
        Call(|of| of.place().city().to_owned()),
    ),
    (
        "province, region, county, state or province, stateorprovince, state name, region name, province name, \
         administrative area, address state, state province, prefecture",
        Call(|of| of.region()),
    ),
    (
        "state code, province code, region code, state abbreviation, subdivision",
        Call(|of| of.place().state_code().to_owned()),
    ),
    (
        "zip, zipcode, zip code, postal code, postalcode, postcode, post code, address zip, postal, plz, cep",
        Call(|of| of.place().postcode()),
    ),
    (
        "country, country name, countryname, nation, country region, address country",
        Short(|of, most| match most {
            2 => of.place().country_code().to_owned(),
            3 => of.place().country_code3().to_owned(),
            _ => of.country(),
        }),
    ),
    (
        "country code, countrycode, country iso, country iso2, iso2, iso country, cca2, country code2, iso 2",
        Call(|of| of.place().country_code().to_owned()),
    ),
    ("country code3, iso3, country iso3, cca3, alpha3", Call(|of| of.place().country_code3().to_owned())),
    ("continent, continent name", Call(|of| of.place().continent().to_owned())),
    (
        "calling code, dial code, phone code, phone country code, country calling code",
        Call(|of| of.place().calling_code().to_owned()),
    ),
    ("latitude, lat", Call(|of| of.place().coordinates().0.to_string())),
    ("longitude, lng, lon", Call(|of| of.place().coordinates().1.to_string())),
    (
        "coordinates, lat lng, latlng, lat lon, geo, geolocation, geo location",
        Call(|of| {
            let (latitude, longitude) = of.place().coordinates();
            format!("{latitude},{longitude}")
        }),
    ),
    (
        "timezone, time zone, tz, timezone name, time zone id, timezone id, tzid",
        Call(|of| of.place().zone().to_owned()),
    ),
    (
        "location, place, venue, hometown, home town, birth place, place of birth, whereabouts",
        Call(|of| of.place().named()),
    ),
    (
        "district, neighborhood, neighbourhood, suburb, borough",
        OneOf(&["Downtown", "Harbour", "Midtown", "Old Town", "Riverside", "West End"]),
    ),
    ("direction, bearing, orientation", OneOf(&["east", "north", "south", "west"])),
    ("building, room, room name", Call(|of| format!("Room {}", draw::between(of.rng, 101..=420)))),
    ("currency, currency code, currencycode, currency iso, iso currency", Call(|of| of.currency())),
    ("language, lang, language code, languagecode, preferred language, iso language", Call(|of| of.language())),
    (
        "locale, shopper locale, language tag, preferred locale, locale code, user locale, culture",
        Call(|of| of.place().language_tag()),
    ),
];
