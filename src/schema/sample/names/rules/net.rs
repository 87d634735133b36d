//! Names of members of the net, of machines and of programs.

use super::{Call, Format, OneOf, Rule};
use crate::schema::sample::draw;
use crate::schema::sample::life::Prose;
use crate::schema::sample::names::text::{file_name, image_url, some_words, text_id, upper_code};

pub(super) static RULES: &[Rule] = &[
    (
        "website, homepage, web site, home page, company website, web url, blog, site url, company url, web",
        Call(|of| of.website()),
    ),
    (
        "url, uri, link, href, permalink, html url, redirect uri, redirect url, return url, self, self link, selflink, \
         page url, source url, download url, base url, public url, external url, link url, cancel url, success url, \
         video url, audio url, file url, document url, src, canonical url, short url, resource url, location url",
        Call(|of| of.url()),
    ),
    (
        "endpoint, api url, service url, server url, api endpoint, issuer url, token url, authorization url, jwks uri",
        Call(|of| format!("https://api.example.com/v{}/{}", draw::between(of.rng, 1..=3), of.word())),
    ),
    (
        "author link, author url, profile url, profile link, user url, owner url",
        Call(|of| format!("https://example.com/{}", of.other().handle())),
    ),
    (
        "callback, webhook, callback url, webhook url, notification url, hook url, notify url",
        Call(|of| format!("https://hooks.example.com/{}", draw::letters(of.rng, "0123456789abcdef", 12))),
    ),
    (
        "next, next url, next link, nextlink, next page, next page url, odata next link",
        Call(|of| format!("https://api.example.com/{}?page={}", of.word(), draw::between(of.rng, 2..=3))),
    ),
    (
        "previous, prev, previous url, previous page, prev page, prev page url, first page url, first url, first page",
        Call(|of| format!("https://api.example.com/{}?page=1", of.word())),
    ),
    (
        "avatar, avatar url, profile image, profile image url, profile picture, profile pic, profile photo, userpic, gravatar",
        Call(|of| of.avatar()),
    ),
    (
        "image, image url, imageurl, photo, photo url, picture, picture url, thumbnail, thumbnail url, thumb, logo, logo url, \
         icon url, cover, cover url, cover image, banner, banner url, poster, screenshot, background image, img, image uri, \
         preview url, featured image",
        Call(image_url),
    ),
    (
        "domain, domain name, hostname, host name, host, server, server name, fqdn, website domain, nameserver, mx",
        Call(|of| of.domain()),
    ),
    ("subdomain, sub domain", Call(|of| of.word().to_owned())),
    (
        "ip, ip address, ipaddress, ipv4, ip addr, remote addr, shopper ip, client ip, ipv4 address, ip v4, remote ip, \
         private ip, private ip address, public ip, gateway, source ip, source address, destination address, dns, remote address",
        Format("ipv4"),
    ),
    ("ipv6, ipv6 address, ip v6", Format("ipv6")),
    ("cidr, subnet, ip range, address prefix, cidr block, network cidr, address space", Format("cidr")),
    ("netmask, subnet mask", OneOf(&["255.255.0.0", "255.255.255.0", "255.255.255.128"])),
    ("mac, mac address, macaddress", Format("mac")),
    (
        "user agent, useragent",
        Call(|of| {
            format!(
                "Mozilla/5.0 (X11; Linux x86_64; rv:{0}.0) Gecko/20100101 Firefox/{0}.0",
                draw::between(of.rng, 115..=140)
            )
        }),
    ),
    (
        "mime type, mimetype, content type, contenttype, media type, mediatype, mime, file mime type",
        Call(|of| of.file().media_type.to_owned()),
    ),
    ("content encoding, encoding, charset, character set", OneOf(&["utf-8"])),
    ("protocol, scheme, url scheme", OneOf(&["http", "https"])),
    ("method, http method, request method, verb", OneOf(&["DELETE", "GET", "PATCH", "POST", "PUT"])),
    ("port", Call(|of| draw::between(of.rng, 1024..=49_151).to_string())),
    ("etag, e tag", Call(|of| format!("\"{}\"", draw::letters(of.rng, "0123456789abcdef", 16)))),
    (
        "filename, file name, file, attachment, attachment name, original filename, original name, document name",
        Call(file_name),
    ),
    (
        "path, file path, filepath, full path, directory, dir, folder path, working directory, home directory",
        Call(|of| format!("/{}", some_words(of, 2, 3).join("/"))),
    ),
    ("folder, folder name", Call(|of| of.word().to_owned())),
    ("extension, file extension, ext, file ext", Call(|of| of.file().extension.to_owned())),
    (
        "file type, file format, document type, output format, export format, format",
        OneOf(&["csv", "json", "pdf", "xlsx", "xml"]),
    ),
    (
        "version, api version, app version, sdk version, semver, release, agent version, software version, app build, \
         firmware version, os version, osversion, build, build number, product version, package version",
        Format("semver"),
    ),
    ("os, operating system, os name, osname, os type, ostype", OneOf(&["Android", "Linux", "Windows", "iOS", "macOS"])),
    ("browser, browser name", OneOf(&["Chrome", "Edge", "Firefox", "Safari"])),
    ("platform", OneOf(&["android", "ios", "web"])),
    ("device type, form factor", OneOf(&["desktop", "mobile", "tablet"])),
    (
        "device, device name, device model, model, model name, machine name",
        Call(|of| {
            let maker = draw::word(of.rng, &["Aero", "Core", "Nova", "Pixel", "Pulse", "Zen"]);
            format!("{maker} {}", draw::between(of.rng, 3..=16))
        }),
    ),
    ("environment, env, stage, deployment environment", OneOf(&["development", "production", "staging", "test"])),
    (
        "branch, branch name, head branch, source branch",
        Call(|of| format!("feature/{}", some_words(of, 1, 2).join("-"))),
    ),
    ("base branch, default branch, target branch", OneOf(&["develop", "main"])),
    ("repository, repo, repo name, repository name", Call(|of| some_words(of, 1, 2).join("-"))),
    (
        "image name, container image, docker image",
        Call(|of| format!("registry.example.com/{}:{}", of.word(), draw::between(of.rng, 1..=9))),
    ),
    ("algorithm, alg, signature algorithm", OneOf(&["ES256", "HS256", "RS256"])),
    ("hash algorithm, digest algorithm, hash type", OneOf(&["sha1", "sha256", "sha512"])),
    ("log level, loglevel", OneOf(&["debug", "error", "info", "warn"])),
    ("programming language", OneOf(&["Go", "Java", "Python", "Rust", "TypeScript"])),
    ("token type", OneOf(&["Bearer"])),
    ("grant type", OneOf(&["authorization_code", "client_credentials", "refresh_token"])),
    ("scope, scopes", OneOf(&["email", "openid", "profile", "read", "write"])),
    (
        "region id, aws region, data center, datacenter, zone, availability zone, region slug",
        OneOf(&["eu-central-1", "eu-west-1", "us-east-1", "us-west-2"]),
    ),
    (
        "resource group, resourcegroup, cluster, cluster name, container name, service name, queue, queue name, bucket, bucket name, topic name, table name, database, database name, schema name, job name, node name, pod name, instance name, vm name",
        Call(|of| some_words(of, 2, 2).join("-")),
    ),
    // identifiers
    (
        "id, gid, uid, reference, ref, external id, identifier, cursor, marker, continuation token, page token, next page token, next cursor, continuation, oid, sid, psp reference, external reference",
        Call(text_id),
    ),
    (
        "uuid, guid, request id, correlation id, trace id, tenant id, subscription id, principal id, transaction id, \
         session id, client request id, operation id, activity id, idempotency key, correlationid, requestid",
        Format("uuid"),
    ),
    ("sha, commit, sha1, commit sha, commit id, commit hash, revision, head sha, git commit", Format("sha1")),
    ("hash, checksum, sha256, fingerprint, thumbprint, content hash, file hash", Format("sha256")),
    ("md5, nonce, salt, content md5", Format("hex")),
    ("digest", Format("digest")),
    (
        "token, secret, api key, apikey, access token, accesstoken, refresh token, refreshtoken, client secret, clientsecret, \
         signature, credential, credentials, api token, auth token, primary key value, bearer token, csrf token, secret key, \
         access key, session token, webhook secret, authcode",
        Format("token"),
    ),
    ("id token, jwt", Format("jwt")),
    ("password, passwd, pwd, passphrase, new password, old password, current password", Format("password")),
    (
        "pin, otp, pin code, verification code, mfa code, one time password",
        Call(|of| draw::letters(of.rng, "0123456789", 6)),
    ),
    (
        "code, coupon, voucher, coupon code, promo code, discount code, short code, reason code, product id code",
        Call(upper_code),
    ),
    (
        "number, serial, serial number, serialnumber, no, registration number",
        Call(|of| draw::letters(of.rng, "123456789", 8)),
    ),
    (
        "error code, errorcode, err code, error type, errortype, result code",
        OneOf(&["forbidden", "internal_error", "invalid_request", "not_found", "rate_limited", "unauthorized"]),
    ),
    ("status code, http status, statuscode, http code", OneOf(&["200", "201", "204"])),
    (
        "error, error message, errormessage, error description, error detail, exception, failure reason, errors, err, \
         last error, stack, error text, error msg, diagnostics, warning, exception message",
        Call(|of| of.prose(Prose::Fault)),
    ),
];
