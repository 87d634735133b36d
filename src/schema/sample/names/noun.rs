//! What an object is called and what it declares → what kind of thing it is.

use super::split;
use crate::schema::sample::life::Noun;

/// Last words of names, in the singular.
const NOUNS: &[(&str, Noun)] = &[
    (
        "user, customer, person, people, owner, author, member, contact, employee, patient, student, teacher, recipient, \
         sender, assignee, creator, guest, passenger, driver, holder, shopper, actor, artist, agent, manager, profile, \
         follower, lead, candidate, player, reporter, reviewer, attendee, participant, subscriber, buyer, doctor, staff, \
         friend, collaborator, admin, cardholder, beneficiary, applicant, tenant user, payer, signer, speaker, worker, \
         requester, submitter, editor, traveler, traveller, individual, director, officer, u",
        Noun::Person,
    ),
    (
        "company, organization, organisation, org, merchant, vendor, supplier, employer, brand, manufacturer, bank, \
         issuer, publisher, business, partner, agency, airline, seller, corporation, firm, insurer, school, university, \
         hospital, employer, client company, distributor, tenant, account",
        Noun::Company,
    ),
    ("address, location, place, venue, billing, shipping, residence", Noun::Address),
    ("country, nation, nationality", Noun::Country),
    ("product, item, variant, good, ware, sku, merchandise, part, accessory, line", Noun::Product),
    ("message, comment, chat, reply, mail, notification, note, sms, conversation, thread, msg", Noun::Message),
    ("article, post, blog, story, news, page, book, publication, document, entry", Noun::Article),
    ("task, issue, ticket, todo, card, bug, request, pull, milestone, incident, ticket", Noun::Task),
    ("event, meeting, appointment, session, webinar, booking, reservation, calendar", Noun::Event),
    ("file, attachment, upload, blob, asset, image, photo, media", Noun::File),
    (
        "order, invoice, payment, cart, bill, transaction, receipt, quote, charge, purchase, checkout, refund, basket",
        Noun::Order,
    ),
    ("error, problem, exception, fault, failure, violation", Noun::Fault),
    (
        "tag, label, role, channel, branch, bucket, namespace, group, permission, topic, scope, keyword, meta, metadata",
        Noun::Label,
    ),
    ("project, campaign, initiative, program, programme, workspace", Noun::Project),
    ("plan, subscription, tier, package, membership, offer", Noun::Plan),
];

/// The kind of thing, and whether it says where it is.
pub(in crate::schema) fn noun<'d>(owner: &str, declared: impl Iterator<Item = &'d str>) -> (Noun, bool) {
    let declared: Vec<String> = declared.map(squashed).collect();
    let has = |names: &[&str]| names.iter().any(|name| declared.iter().any(|own| own == name));
    let located = has(&["city", "zip", "zipcode", "postalcode", "postcode", "town", "locality", "addresslocality"]);
    let bare = split::bare(owner);
    let named = split::endings(&bare).iter().find_map(|ending| {
        NOUNS.iter().find(|(words, _)| words.split(", ").any(|word| word == ending)).map(|(_, noun)| *noun)
    });
    let person =
        has(&["firstname", "lastname", "givenname", "familyname", "surname", "dateofbirth", "birthdate", "dob"])
            || (has(&["email", "username", "login"])
                && has(&["name", "fullname", "displayname", "username", "realname"]));
    let noun = match named {
        Some(noun) if noun != Noun::Company || !person => noun,
        _ if person && !has(&["companyname", "company"]) => Noun::Person,
        Some(noun) => noun,
        None if has(&["msg", "text", "body"])
            && has(&["ts", "sender", "from", "u", "user", "roomid", "rid", "channel"]) =>
        {
            Noun::Message
        }
        None if has(&["price", "unitprice"]) && has(&["sku", "description", "name", "stock"]) => Noun::Product,
        None if has(&["total", "subtotal", "totalamount", "amount"])
            && has(&["currency", "items", "lines", "lineitems"]) =>
        {
            Noun::Order
        }
        None if has(&["message", "detail"])
            && has(&["code", "error", "errors", "status", "statuscode"])
            && declared.len() < 8 =>
        {
            Noun::Fault
        }
        None if has(&["duedate", "dueon", "assignee", "completed"]) && has(&["title", "name", "subject"]) => Noun::Task,
        None if has(&["start", "starttime", "startsat", "startdate"]) && has(&["title", "summary", "name"]) => {
            Noun::Event
        }
        None if has(&["mimetype", "contenttype", "filename", "filesize"]) => Noun::File,
        None if has(&["isbn", "author", "excerpt", "headline"]) && has(&["title", "headline"]) => Noun::Article,
        None if located && declared.len() < 16 => Noun::Address,
        None => Noun::Other,
    };
    (noun, located)
}

/// A name in small letters and digits only.
fn squashed(name: &str) -> String {
    name.chars().filter(char::is_ascii_alphanumeric).map(|c| c.to_ascii_lowercase()).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn things_are_known_by_their_name_or_by_what_they_declare() {
        for (owner, declared, noun_) in [
            ("User", vec![], Noun::Person),
            ("UserResponseDto", vec![], Noun::Person),
            ("users", vec![], Noun::Person),
            ("Account", vec!["first_name", "email"], Noun::Person),
            ("Account", vec!["balance"], Noun::Company),
            ("data", vec!["email", "name"], Noun::Person),
            ("BillingAddress", vec![], Noun::Address),
            ("Error", vec!["code", "message"], Noun::Fault),
            ("", vec!["code", "message"], Noun::Fault),
            ("messages", vec!["_id"], Noun::Message),
            ("OrderLine", vec!["sku", "price"], Noun::Product),
            ("Widget", vec!["width"], Noun::Other),
        ] {
            assert_eq!(noun(owner, declared.into_iter()).0, noun_, "{owner}");
        }
    }
}
