//! What general names (`type`, `status`, `first`) mean inside things of a certain name: `type` in an address, `addressType`
//! and `address_type` are looked up as `address type`.

use super::{Call, OneOf, Rule};
use crate::schema::sample::draw;
use crate::schema::sample::life::Prose;
use crate::schema::sample::names::text::{file_name, slug};

pub(super) static RULES: &[Rule] = &[
    ("name first, names first, person first, user first, student first", Call(|of| of.person().first.to_owned())),
    (
        "name last, names last, person last, user last, student last, name family, names family",
        Call(|of| of.person().last.to_owned()),
    ),
    ("name title", OneOf(&["Mr", "Mrs", "Ms", "Dr"])),
    ("name full, name formatted, name display", Call(|of| of.person().full())),
    (
        "links first, link first, links last, link last, links next, links prev, links related, links self",
        Call(|of| of.url()),
    ),
    ("city name, town name", Call(|of| of.place().city().to_owned())),
    ("country name, nation name", Call(|of| of.place().country().to_owned())),
    (
        "country code, country id, country alpha2, address country, location country code",
        Call(|of| of.place().country_code().to_owned()),
    ),
    ("state name, region name, province name, county name", Call(|of| of.place().state().to_owned())),
    ("currency code, currency id", Call(|of| of.currency())),
    ("currency name", OneOf(&["Euro", "Pound Sterling", "US Dollar"])),
    ("language name", OneOf(&["Dutch", "English", "French", "German", "Spanish"])),
    ("file name, attachment name, document name, upload name, blob name, asset name, image filename", Call(file_name)),
    (
        "role name, group name, channel name, branch name, bucket name, namespace name, label name, tag name, topic name, \
         queue name, field name, attribute name, column name, variable name, header name, key name, setting name, \
         permission name, metric name, parameter name, room name",
        Call(slug),
    ),
    (
        "category name, genre name, department name, section name",
        OneOf(&["Books", "Clothing", "Electronics", "Garden", "Home", "Music", "Office", "Sports", "Toys", "Travel"]),
    ),
    (
        "pet name, dog name, cat name, animal name",
        OneOf(&[
            "Bella", "Biscuit", "Charlie", "Cleo", "Coco", "Daisy", "Ginger", "Hazel", "Kiki", "Leo", "Lola", "Luna",
            "Max", "Milo", "Molly", "Nala", "Oscar", "Pepper", "Poppy", "Rosie", "Rusty", "Simba", "Teddy", "Tilly",
            "Toby", "Willow",
        ]),
    ),
    ("planet name", OneOf(&["Earth", "Jupiter", "Mars", "Mercury", "Neptune", "Saturn", "Uranus", "Venus"])),
    (
        "hotel name, restaurant name, cafe name, bar name",
        OneOf(&["Café Central", "The Blue Door", "Hotel Miramar", "The Old Mill", "Osteria Luna", "Lakeview Inn"]),
    ),
    (
        "airport name",
        OneOf(&["Berlin Brandenburg", "Charles de Gaulle", "Heathrow", "John F. Kennedy", "Narita", "Schiphol"]),
    ),
    (
        "airport code, airport iata, origin airport, destination airport, departure airport, arrival airport",
        OneOf(&["AMS", "BER", "CDG", "JFK", "LHR", "NRT", "SFO", "SYD"]),
    ),
    (
        "address type, email type, phone type, phone number type, contact type, phone kind, email label, phone label",
        OneOf(&["home", "mobile", "work"]),
    ),
    ("account type, bank account type", OneOf(&["checking", "savings"])),
    ("transaction type, payment type, entry type, ledger type", OneOf(&["charge", "payment", "payout", "refund"])),
    (
        "transaction status, payment status, charge status, payout status, invoice status, refund status, financial status",
        OneOf(&["paid", "pending", "succeeded", "failed"]),
    ),
    (
        "order status, order state, shipment status, delivery status, fulfillment status, parcel status, shipping status",
        OneOf(&["processing", "shipped", "delivered", "pending"]),
    ),
    (
        "issue status, task status, ticket status, case status, todo status, issue state, task state, ticket state, pull request state, milestone state",
        OneOf(&["open", "in_progress", "closed", "open"]),
    ),
    (
        "job status, build status, run status, job state, build state, run state, execution status, pipeline status, workflow status, operation status, task run status, deployment status",
        OneOf(&["completed", "queued", "running", "succeeded"]),
    ),
    (
        "booking status, reservation status, appointment status, event status, rsvp status",
        OneOf(&["cancelled", "confirmed", "confirmed", "pending"]),
    ),
    ("subscription status, license status, membership status", OneOf(&["active", "active", "cancelled", "trialing"])),
    (
        "post status, article status, page status, product status, content status, publish status",
        OneOf(&["archived", "draft", "published", "published"]),
    ),
    ("message status, sms status, email status, notification status", OneOf(&["delivered", "read", "sent"])),
    ("pet status", OneOf(&["available", "pending", "sold"])),
    (
        "server status, instance status, device status, node status, vm status, instance state, server state, service status, monitor status, host status",
        OneOf(&["online", "running", "running", "stopped"]),
    ),
    ("message type, attachment type, media type name, asset type", OneOf(&["audio", "file", "image", "text", "video"])),
    ("event type, webhook type, activity type, notification type", OneOf(&["created", "deleted", "updated"])),
    ("user type, member type, customer type", OneOf(&["guest", "member", "member", "staff"])),
    ("vehicle type, car type", OneOf(&["bus", "car", "truck", "van"])),
    ("property type, listing type, room type", OneOf(&["apartment", "house", "studio"])),
    ("disk type, volume type", OneOf(&["hdd", "ssd"])),
    (
        "field type, column type, attribute type, parameter type, variable type, property value type",
        OneOf(&["boolean", "date", "number", "string"]),
    ),
    (
        "error code, problem code, fault code, exception code, error type, problem type, error reason, error id, errors code",
        OneOf(&["forbidden", "internal_error", "invalid_request", "not_found", "rate_limited", "unauthorized"]),
    ),
    ("error status, problem status, error state", OneOf(&["error", "failed"])),
    (
        "error title, problem title, error name",
        OneOf(&["Bad request", "Conflict", "Forbidden", "Not found", "Unauthorized"]),
    ),
    (
        "error message, error detail, error description, problem detail, error details, exception message, fault message, \
         error msg, errors message, errors detail, error text, validation message, failure message",
        Call(|of| of.prose(Prose::Fault)),
    ),
    (
        "error field, error source, error param, error path, error target, error pointer, validation field",
        OneOf(&["email", "id", "name", "quantity", "start_date"]),
    ),
    (
        "review text, review body, review comment, review content, rating comment, feedback comment",
        Call(|of| of.prose(Prose::Review)),
    ),
    ("product description, item description, sku description, ware description", Call(|of| of.prose(Prose::Product))),
    (
        "user description, person description, profile description, profile summary, author description",
        Call(|of| of.prose(Prose::Biography)),
    ),
    (
        "message text, message body, message content, chat text, chat message, chat content, message msg, comment text, comment body, comment content, post text, reply text",
        Call(|of| of.prose(Prose::Chat)),
    ),
    ("message from, message to, mail from, mail to, email from, email to", Call(|of| of.other().email())),
    ("call from, call to, sms from, sms to, voice from, voice to", Call(|of| of.phone())),
    (
        "seat number, seat",
        Call(|of| format!("{}{}", draw::between(of.rng, 1..=32), draw::word(of.rng, &["A", "B", "C", "D", "E", "F"]))),
    ),
    (
        "flight number, flight code",
        Call(|of| {
            format!("{}{}", draw::word(of.rng, &["AF", "BA", "KL", "LH", "UA"]), draw::between(of.rng, 100..=999))
        }),
    ),
    (
        "license plate, number plate, plate number",
        Call(|of| {
            format!("{} {}", draw::letters(of.rng, "ABCDEFGHJKLMNPRSTVWXYZ", 3), draw::letters(of.rng, "123456789", 4))
        }),
    ),
];
