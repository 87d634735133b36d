//! Names of members that hold words: titles, texts, states and kinds.

use super::{Call, Format, OneOf, Rule};
use crate::schema::sample::life::{Prose, product};
use crate::schema::sample::names::text::{slug, some_words};

pub(super) static RULES: &[Rule] = &[
    (
        "title, subject, headline, heading, caption, topic, event, project, subtitle, event name, event title, task, \
         question, subject line, page title, meta title, issue title, article, post title, story, event subject",
        Call(|of| of.title()),
    ),
    (
        "project name, campaign name, campaign",
        OneOf(&[
            "Customer Portal",
            "Data Platform",
            "Green Office",
            "Mobile App",
            "Office Move",
            "Retail Campaign",
            "Website Relaunch",
            "Winter Catalogue",
        ]),
    ),
    ("name", Call(|of| of.name())),
    (
        "description, details, overview, abstract, long description, full description, body text, full text, \
         product description, synopsis, plot, meta description, terms",
        Call(|of| of.described()),
    ),
    (
        "body, content, contents, text, message text, body plain, text body, plain text, message body, markdown, content text",
        Call(|of| of.written()),
    ),
    (
        "message, msg, chat, reply, answer, last message, sms, tweet, status text, response text",
        Call(|of| of.message()),
    ),
    (
        "summary, feedback, prompt, quote, hint, memo, \
         status message, tip, info, short description, summary text, summary line, detail, explanation, announcement, \
         internal note, help, help text, hover text, annotation, observation, resolution, context, \
         purpose, excerpt, statusmessage",
        Call(|of| of.prose(Prose::Note)),
    ),
    (
        "comment, comments, note, notes, remark, remarks, instructions, special instructions, delivery instructions",
        Call(|of| of.remark()),
    ),
    ("review, review text, testimonial, opinion", Call(|of| of.prose(Prose::Review))),
    (
        "reason, cancellation reason, cancel reason, refund reason, return reason, reason text",
        OneOf(&[
            "Changed my mind",
            "Duplicate",
            "Found a better price",
            "No longer needed",
            "Out of stock",
            "Requested by customer",
        ]),
    ),
    (
        "html, html text, html body, html notes, html description, body html, content html, description html, formatted text",
        Call(|of| format!("<p>{}</p>", of.prose(Prose::Note))),
    ),
    ("slug, alias, short name, shortname, permalink slug, url slug, url key, handle name", Call(|of| of.slug())),
    ("tag, keyword, hashtag, interest, topic tag, tags, keywords, skill", Call(|of| of.tag())),
    (
        "label, group, namespace, channel, team, workspace, store, key, field, field name, property, property name, \
         attribute, attribute name, column, parameter, param, key name, group name, channel name, team name, list name, \
         namespace name, selector, identifier name, workspace name, label name, tag name, list, section, section name",
        Call(slug),
    ),
    (
        "category, category name, genre, subcategory, product category, product type",
        OneOf(&[
            "Books",
            "Clothing",
            "Electronics",
            "Food & Drink",
            "Garden",
            "Health",
            "Home",
            "Music",
            "Office",
            "Sports",
            "Toys",
            "Travel",
        ]),
    ),
    ("color, colour, theme color", Format("color")),
    (
        "hex color, color code, color hex, background color, text color, accent color, border color, primary color",
        Format("hex-color"),
    ),
    ("status, account status, access state, lifecycle state, user status, state", Call(|of| of.state())),
    ("provisioning state, provisioningstate", OneOf(&["Succeeded", "Creating", "Updating"])),
    ("health, health status", OneOf(&["healthy", "healthy", "degraded"])),
    (
        "type, kind, subtype, resource type, object type, category type, type name, class, classification",
        OneOf(&["standard", "basic", "custom", "default"]),
    ),
    (
        "role, permission, user role, role name, member type, access level, access, privilege",
        OneOf(&["admin", "editor", "member", "viewer"]),
    ),
    (
        "user type, account type, customer type, entity type, account holder type",
        OneOf(&["business", "individual", "personal"]),
    ),
    ("priority, severity, urgency, importance, impact", OneOf(&["high", "low", "medium", "normal"])),
    ("level, risk, risk level, threat level, difficulty", OneOf(&["high", "low", "medium"])),
    ("visibility, privacy", OneOf(&["private", "public"])),
    ("mode, operating mode", OneOf(&["auto", "live", "manual", "test"])),
    ("action, operation, op, action type, activity, event action", OneOf(&["create", "delete", "read", "update"])),
    ("event type, eventtype, trigger, hook", OneOf(&["created", "deleted", "updated"])),
    (
        "source, origin, medium, referrer, utm source, source type, lead source",
        OneOf(&["api", "email", "import", "mobile", "web"]),
    ),
    ("provider, provider name, auth provider, identity provider", OneOf(&["apple", "github", "google", "microsoft"])),
    ("transport, connection type, network type", OneOf(&["ethernet", "mobile", "wifi"])),
    ("position, alignment, placement, align", OneOf(&["bottom", "center", "left", "right", "top"])),
    ("order, sort, sort order, sort direction, order direction, sort dir", OneOf(&["asc", "desc"])),
    ("sort by, order by, sort field, sort key", OneOf(&["created_at", "name", "updated_at"])),
    ("comparison operator, comparison, comparator", OneOf(&["contains", "equals", "greater_than", "less_than"])),
    ("condition, item condition", OneOf(&["good", "like_new", "new", "used"])),
    ("theme, color scheme", OneOf(&["dark", "light", "system"])),
    ("data type, value type, field type, datatype", OneOf(&["boolean", "date", "number", "string"])),
    ("sentiment, mood", OneOf(&["negative", "neutral", "positive"])),
    ("weather, conditions, weather description", OneOf(&["Cloudy", "Light rain", "Partly cloudy", "Sunny"])),
    ("grade, letter grade", OneOf(&["A", "B", "B+", "C"])),
    ("result, outcome, verdict, conclusion", OneOf(&["failure", "success", "success"])),
    ("response, ok, success", OneOf(&["ok"])),
    ("breed", OneOf(&["Beagle", "Border Collie", "Labrador", "Maine Coon", "Siamese", "Terrier"])),
    ("species, animal, animal type", OneOf(&["bird", "cat", "dog", "rabbit"])),
    (
        "ingredient, food",
        OneOf(&["basil", "butter", "flour", "garlic", "olive oil", "onion", "rice", "salt", "sugar", "tomato"]),
    ),
    (
        "recipe, dish, meal, menu item",
        OneOf(&["Caesar Salad", "Lentil Curry", "Mushroom Risotto", "Pumpkin Soup", "Tomato Pasta"]),
    ),
    (
        "team a, home team, away team",
        OneOf(&["City Rovers", "Lakeside United", "North Park", "Old Town FC", "River Wanderers"]),
    ),
    (
        "song, track, track name, track title, album, album name, album title, song title",
        OneOf(&[
            "Blue Hour",
            "Paper Boats",
            "Slow Morning",
            "Northern Lights",
            "The Long Way Home",
            "Summer Rain",
            "Glass Houses",
        ]),
    ),
    (
        "movie, film, movie title, show, episode title, series, series name, book, book title",
        OneOf(&[
            "A Quiet Harbour",
            "The Last Orchard",
            "Night Ferry",
            "The Cartographer",
            "Winter Letters",
            "Under the Bridge",
        ]),
    ),
    ("icon", Call(|of| format!("icon-{}", of.word()))),
    ("emoji, reaction", OneOf(&["🎉", "👍", "😀", "🚀", "❤️", "👀"])),
    ("query, search, search term, search query, q, filter, term", Call(|of| some_words(of, 1, 2).join(" "))),
    ("ware, goods, merchandise", Call(|of| product(of.rng))),
];
