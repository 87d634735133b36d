//! Names of members that say who somebody is.

use super::{Call, OneOf, Rule};
use crate::schema::sample::draw;
use crate::schema::sample::life::{Layout, Prose, Stage, department, job};
use crate::schema::sample::names::text::Maker::At;

pub(super) static RULES: &[Rule] = &[
    (
        "first name, firstname, given name, givenname, forename, fname, preferred name, first names",
        Call(|of| of.person().first.to_owned()),
    ),
    (
        "last name, lastname, surname, family name, familyname, lname, second name, maiden name",
        Call(|of| of.person().last.to_owned()),
    ),
    ("middle name, middlename", Call(|of| of.other().first.to_owned())),
    (
        "full name, fullname, real name, realname, holder name, card holder name, cardholder, cardholder name, \
         account holder, account holder name, user full name, person name, owner name, contact name, customer name, \
         author name, legal name, formatted name, employee name, patient name, recipient name, sender name",
        Call(|of| of.person().full()),
    ),
    ("display name, displayname, friendly name, screen name", Call(|of| of.display_name())),
    (
        "author, owner, creator, assignee, recipient, sender, customer, contact, employee, artist, reviewer, editor, \
         manager, composer, director, actor, operator, agent, user display name, assigned to, reported by, signed by, \
         last name first name",
        Call(|of| of.other().full()),
    ),
    (
        "username, user name, login, login name, nickname, nick, handle, vanity name, user, twitter, github, \
         account name, logon name, skype",
        Call(|of| of.person().handle()),
    ),
    (
        "by, created by, updated by, modified by, last modified by, deleted by, approved by, uploaded by, changed by, \
         committer, mention, participant, watcher, voter",
        Call(|of| of.other().handle()),
    ),
    (
        "email, mail, email address, emailaddress, e mail, mail address, user email, mailto",
        Call(|of| of.person().email()),
    ),
    ("cc, bcc, reply to, from email, to email, from address, to address, replyto", Call(|of| of.other().email())),
    ("initials", Call(|of| of.person().initials())),
    (
        "phone, phone number, phonenumber, telephone, telephone number, mobile, mobile number, mobile phone, home phone, \
         work phone, cell, cell phone, fax, fax number, tel, telefon, landline, msisdn",
        Call(|of| of.phone()),
    ),
    ("gender, sex", OneOf(&["female", "male", "non-binary", "female", "male"])),
    ("pronouns", OneOf(&["he/him", "she/her", "they/them"])),
    ("honorific, salutation, name prefix, honorific prefix", OneOf(&["Dr.", "Mr.", "Mrs.", "Ms."])),
    ("name suffix, honorific suffix", OneOf(&["Jr.", "Sr.", "II", "III", "PhD"])),
    ("marital status", OneOf(&["divorced", "married", "single", "widowed"])),
    (
        "birthday, birth date, birthdate, date of birth, dateofbirth, dob, birth day, born, born on",
        Call(|of| of.person().birthday().to_string()),
    ),
    ("hired at, hire date, hired on, joining date, employment date", At(Stage::Created, Layout::Date)),
    (
        "job title, jobtitle, job, occupation, position title, job position, profession",
        Call(|of| job(of.rng).to_owned()),
    ),
    ("department, dept, department name, division", Call(|of| department(of.rng).to_owned())),
    ("bio, biography, about, about me", Call(|of| of.prose(Prose::Biography))),
    (
        "ssn, social security number, national id, tax number",
        Call(|of| format!("000-{}-{}", draw::letters(of.rng, "123456789", 2), draw::letters(of.rng, "0123456789", 4))),
    ),
    ("passport number, passport", Call(|of| format!("X{}", draw::letters(of.rng, "0123456789", 8)))),
    ("nationality, citizenship", Call(|of| of.place().country().to_owned())),
    ("blood type", OneOf(&["A+", "A-", "AB+", "B+", "O+", "O-"])),
];
