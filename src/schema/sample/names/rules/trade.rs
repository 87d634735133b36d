//! Names of members of companies, products, orders and payments.

use fake::Fake;
use fake::faker::{company::raw as company, finance::raw as finance};
use fake::locales::EN;

use super::{Call, Format, OneOf, Rule};
use crate::schema::sample::draw;
use crate::schema::sample::life::{Bill, product};
use crate::schema::sample::names::text::{money, upper_code};

pub(super) static RULES: &[Rule] = &[
    (
        "company, company name, companyname, organization, organisation, organization name, org, org name, employer, \
         merchant, merchant name, vendor, vendor name, supplier, supplier name, manufacturer, issuer, bank name, brand name, \
         business name, trading name, store name, shop name, client name, publisher, seller, agency, trade name, \
         legal entity, legal business name, account holder company, carrier name, network name, tenant name, partner",
        Call(|of| of.company().name),
    ),
    (
        "brand, make",
        OneOf(&[
            "Alder & Co",
            "Corvin",
            "Fennel",
            "Hartley",
            "Kestrel",
            "Lumen",
            "Norrland",
            "Oakline",
            "Tern",
            "Vela",
        ]),
    ),
    ("industry, sector", Call(|of| company::Industry(EN).fake_with_rng(of.rng))),
    ("slogan, tagline, catch phrase, motto, strapline", Call(|of| company::CatchPhrase(EN).fake_with_rng(of.rng))),
    ("product, product name, productname, item name, item, article name", Call(|of| product(of.rng))),
    ("currency symbol", OneOf(&["$", "€", "£"])),
    (
        "price, cost, fee, balance, unit price, rate, salary, list price, base price, sale price, net price, spend, budget, \
         revenue, available balance, current balance, discount amount, refund amount",
        Call(|of| money(draw::between(of.rng, 4..=249) * 100 + 99 * draw::between(of.rng, 0..=1))),
    ),
    (
        "total, amount, total amount, total price, grand total, amount due, amount paid, order total, total cost, gross, \
         gross amount, total value",
        Call(|of| money(Bill::Total.cents(of.thing.own))),
    ),
    ("subtotal, sub total, net, net amount, amount net", Call(|of| money(Bill::Subtotal.cents(of.thing.own)))),
    ("tax, tax amount, vat amount, total tax", Call(|of| money(Bill::Tax.cents(of.thing.own)))),
    ("quantity, qty, count, stock", Call(|of| draw::between(of.rng, 1..=12).to_string())),
    ("percentage, percent, pct, discount, tax rate, vat rate", Call(|of| draw::between(of.rng, 1..=40).to_string())),
    ("credit card, credit card number, card number, cardnumber, pan, cc number", Format("credit-card")),
    ("card brand, card type, card scheme, brand code, payment brand", OneOf(&["amex", "mastercard", "visa"])),
    ("cvc, cvv, security code, cvv2", Call(|of| draw::letters(of.rng, "0123456789", 3))),
    ("last four, last4, last 4, last digits", Call(|of| draw::letters(of.rng, "0123456789", 4))),
    ("bin, iin", Call(|of| format!("4{}", draw::letters(of.rng, "0123456789", 5)))),
    ("iban", Format("iban")),
    ("bic, swift, swift code, bank code", Call(|of| finance::Bic(EN).fake_with_rng(of.rng))),
    ("account number, bank account number, bank account", Call(|of| draw::letters(of.rng, "123456789", 10))),
    ("routing number, sort code, branch code", Call(|of| draw::letters(of.rng, "123456789", 9))),
    ("mcc, category code", OneOf(&["5411", "5812", "5912", "5999", "7011", "7372"])),
    ("isbn, isbn13, isbn 13", Format("isbn")),
    ("barcode, ean, ean13, gtin, upc", Call(|of| format!("40{}", draw::letters(of.rng, "0123456789", 11)))),
    (
        "sku, product code, item code, part number, model number, article number, item number, product number",
        Call(upper_code),
    ),
    (
        "vat, vat number, vat id, tax id, taxid",
        Call(|of| format!("{}{}", of.place().country_code(), draw::letters(of.rng, "123456789", 9))),
    ),
    (
        "payment method, paymentmethod, payment type, payment method type",
        OneOf(&["bank_transfer", "card", "cash", "direct_debit", "paypal"]),
    ),
    (
        "tracking number, trackingnumber, tracking code",
        Call(|of| format!("1Z{}", draw::letters(of.rng, "0123456789ABCDEFGHJKLMNPQRSTUVWXYZ", 16))),
    ),
    ("carrier, shipping carrier, courier, shipping method", OneOf(&["DHL", "FedEx", "GLS", "UPS"])),
    (
        "order number, invoice number, invoice no, reference number, ticket number, case number, confirmation number, \
         receipt number, transaction number, contract number, customer number, order no, document number",
        Call(|of| draw::letters(of.rng, "123456789", 8)),
    ),
    (
        "plan, tier, plan name, subscription, edition, membership, package, license type, pricing tier",
        OneOf(&["basic", "business", "free", "premium", "pro"]),
    ),
    ("unit, uom, units, unit of measure, measure unit", OneOf(&["cm", "kg", "l", "m", "pcs"])),
    ("size", OneOf(&["L", "M", "S", "XL"])),
    (
        "material",
        OneOf(&["bamboo", "canvas", "ceramic", "cotton", "glass", "leather", "linen", "oak", "steel", "wool"]),
    ),
    ("license, licence, license name", OneOf(&["Apache-2.0", "BSD-3-Clause", "CC-BY-4.0", "MIT"])),
    ("symbol, ticker, ticker symbol, stock symbol", Call(|of| draw::letters(of.rng, "ABCDEFGHIKLMNOPRSTUV", 4))),
];
