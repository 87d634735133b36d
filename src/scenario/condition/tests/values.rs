//! Matchers on what lies in the URL, the headers, the cookies and the body.

use super::check;

#[test]
fn texts_of_urls_are_compared_by_what_they_mean() {
    check(&[(
        "GET /things/7?count=50&text=caf%C3%A9+au&yes=true&since=2024-03-01T10:00:00Z&empty=&tag=a&tag=b&filter=%7B%22a%22:%7B%22b%22:1,%22c%22:2%7D%7D",
        &[
            (r#"{"query": {"count": 50}}"#, None),
            (r#"{"query": {"count": 50.0}}"#, None),
            (r#"{"query": {"count": "50"}}"#, None),
            (r#"{"query": {"count": "50.0"}}"#, Some("query.count is `50`, wanted `50.0`")),
            (r#"{"query": {"count": {"gt": 100}}}"#, Some("query.count is `50`, wanted greater than 100")),
            (r#"{"query": {"count": {"gt": 9}}}"#, None),
            (r#"{"query": {"count": {"gt": "9"}}}"#, None),
            (r#"{"query": {"count": {"gte": 50, "lte": 50}}}"#, None),
            (r#"{"query": {"count": {"gte": 50, "lt": 50}}}"#, Some("query.count is `50`, wanted less than 50")),
            (r#"{"query": {"count": [10, 50]}}"#, None),
            (r#"{"query": {"count": [10, 20, "x"]}}"#, Some("query.count is `50`, wanted one of 10, 20, `x`")),
            (
                r#"{"query": {"count": [1, 2, 3, 4, 5, 6, 7]}}"#,
                Some("query.count is `50`, wanted one of 1, 2, 3, 4, 5, …"),
            ),
            (r#"{"query": {"text": "café au"}}"#, None),
            (r#"{"query": {"text": {"length": 7}}}"#, None),
            (
                r#"{"query": {"text": {"length": {"min": 8}}}}"#,
                Some("query.text has a length of 7, wanted a length of at least 8"),
            ),
            (
                r#"{"query": {"text": {"length": {"min": 1, "max": 2}}}}"#,
                Some("query.text has a length of 7, wanted a length from 1 to 2"),
            ),
            (r#"{"query": {"text": {"contains": "fé"}}}"#, None),
            (
                r#"{"query": {"text": {"contains": "tea"}}}"#,
                Some("query.text is `café au`, wanted something that contains `tea`"),
            ),
            (r#"{"query": {"text": {"matches": "^caf.\\s"}}}"#, None),
            (r#"{"query": {"text": {"matches": "^au"}}}"#, Some("query.text is `café au`, wanted a match of `^au`")),
            (r#"{"query": {"text": {"gt": 5}}}"#, Some("query.text is `café au`, wanted greater than 5")),
            (r#"{"query": {"text": {"gt": "banana"}}}"#, None),
            (r#"{"query": {"yes": true}}"#, None),
            (r#"{"query": {"yes": false}}"#, Some("query.yes is `true`, wanted false")),
            (r#"{"query": {"since": {"gt": "2024-03-01"}}}"#, None),
            (
                r#"{"query": {"since": {"lt": "2024-03-01T11:00:00+02:00"}}}"#,
                Some("query.since is `2024-03-01T10:00:00Z`, wanted less than `2024-03-01T11:00:00+02:00`"),
            ),
            (r#"{"query": {"empty": ""}}"#, None),
            (r#"{"query": {"empty": "present"}}"#, None),
            (r#"{"query": {"empty": null}}"#, Some("query.empty is ``, wanted null")),
            (r#"{"query": {"Count": 50}}"#, Some("query.Count is missing, wanted 50")),
            (r#"{"query": {"filter": {"json": {"a": {"b": 1}}}}}"#, None),
            (
                r#"{"query": {"filter": {"json": {"a": {"b": 2}}}}}"#,
                Some("query.filter is `{\"a\":{\"b\":1,\"c\":2}}`, wanted at least `{\"a\":{\"b\":2}}`"),
            ),
            (r#"{"path": {"id": 7}}"#, None),
            (r#"{"path": {"id": {"gt": 7}}}"#, Some("path.id is `7`, wanted greater than 7")),
            (r#"{"path": {"name": "present"}}"#, Some("path.name is missing, wanted present")),
            (r#"{"method": "get"}"#, None),
            (r#"{"method": ["POST", "put"]}"#, Some("method is `GET`, wanted one of `POST`, `PUT`")),
        ],
    )]);
}

#[test]
fn of_several_values_one_is_enough_and_absent_wants_none() {
    check(&[(
        "GET /x?tag=a&tag=b&n=0&n=9\nx-list: a, b\nX-List: c\naccept: text/html\ncookie: theme=dark; sid=secret; theme=light",
        &[
            (r#"{"query": {"tag": "b"}}"#, None),
            (r#"{"query": {"tag": "c"}}"#, Some("query.tag is `a` and `b`, wanted `c`")),
            (r#"{"query": {"tag": "absent"}}"#, Some("query.tag is there, wanted absent")),
            (r#"{"query": {"tag": {"equals": "absent"}}}"#, Some("query.tag is `a` and `b`, wanted `absent`")),
            (r#"{"query": {"tag": {"not": "b"}}}"#, Some("query.tag is `a` and `b`, wanted not `b`")),
            (r#"{"query": {"tag": {"not": "c"}}}"#, None),
            // One value has to meet all terms; of `all` each may be met by another one.
            (
                r#"{"query": {"n": {"gt": 0, "lt": 9}}}"#,
                Some("query.n is `0` and `9`, wanted greater than 0 and less than 9"),
            ),
            (r#"{"query": {"n": {"all": [{"gt": 0}, {"lt": 9}]}}}"#, None),
            (r#"{"query": {"n": {"any": [5, 6]}}}"#, Some("query.n is `0` and `9`, wanted 5 or 6")),
            (r#"{"query": {"none": {"not": "b"}}}"#, None),
            (r#"{"query": {"none": {"not": "absent"}}}"#, Some("query.none is missing, wanted present")),
            (r#"{"query": {"none": {"present": true}}}"#, Some("query.none is missing, wanted present")),
            (r#"{"query": {"none": {"present": false}}}"#, None),
            (r#"{"query": {"none": "absent"}}"#, None),
            (r#"{"query": {"none": ["absent", "x"]}}"#, None),
            (r#"{"query": {"tag": ["absent", "x"]}}"#, Some("query.tag is `a` and `b`, wanted absent or `x`")),
            (r#"{"query": {"none": {"gt": 1}}}"#, Some("query.none is missing, wanted greater than 1")),
            (r#"{"header": {"X-LIST": "a, b"}}"#, None),
            (r#"{"header": {"x-list": "c"}}"#, None),
            (r#"{"header": {"x-list": "a, b, c"}}"#, None),
            (r#"{"header": {"x-list": "a"}}"#, Some("header.x-list is `a, b` and `c`, wanted `a`")),
            (r#"{"header": {"x-none": "absent", "accept": {"contains": "html"}}}"#, None),
            (r#"{"header": {"x-auth-token": "present"}}"#, Some("header.x-auth-token is missing, wanted present")),
            (r#"{"cookie": {"theme": "light"}}"#, None),
            (r#"{"cookie": {"theme": "blue"}}"#, Some("cookie.theme is `dark` and `light`, wanted `blue`")),
            (r#"{"cookie": {"sid": "other"}}"#, Some("cookie.sid is `***`, wanted `***`")),
            (r#"{"header": {"cookie": {"matches": "^x"}}}"#, Some("header.cookie is `***`, wanted a match of `^x`")),
            (r#"{"header": {"cookie": "absent"}}"#, Some("header.cookie is there, wanted absent")),
        ],
    )]);
}

#[test]
fn bodies_keep_their_types_and_forms_are_text() {
    check(&[
        (
            "POST /things/7\ncontent-type: Application/JSON; charset=utf-8\n\n{\"name\":\"Ada\",\"age\":36,\"ok\":true,\"none\":null,\"n\":1.0,\"a/b\":{\"~\":1},\"password\":\"p\",\"zip\":\"50\",\"tags\":[\"a\",\"b\",{\"id\":1,\"x\":2},[1,2]]}",
            &[
                (r#"{"body": {"/name": "Ada", "name": "Ada", "$.name": "Ada"}}"#, None),
                (r#"{"body": {"/user/name": "Ada"}}"#, Some("body /user/name is missing, wanted `Ada`")),
                (r#"{"body": {"age": 36.0, "n": 1}}"#, None),
                (r#"{"body": {"age": "36"}}"#, Some("body.age is the number `36`, wanted the text `36`")),
                (r#"{"body": {"zip": 50}}"#, Some("body.zip is the text `50`, wanted the number 50")),
                (r#"{"body": {"zip": {"gt": 5}}}"#, Some("body.zip is `50`, wanted greater than 5")),
                (r#"{"body": {"age": {"matches": "^3"}}}"#, None),
                (r#"{"body": {"ok": true, "none": null}}"#, None),
                (r#"{"body": {"ok": "true"}}"#, Some("body.ok is the boolean `true`, wanted the text `true`")),
                (r#"{"body": {"none": {"equals": null}}}"#, None),
                (r#"{"body": {"none": "present", "nothing": "absent"}}"#, None),
                (r#"{"body": {"nothing": null}}"#, Some("body.nothing is missing, wanted null")),
                (r#"{"body": {"/a~1b/~0": 1}}"#, None),
                (r#"{"body": {"tags": {"contains": "b", "length": 4}}}"#, None),
                (
                    r#"{"body": {"tags": {"contains": "c"}}}"#,
                    Some("body.tags is `[\"a\",\"b\",{\"id\":1,\"x\":2},[1,2]]`, wanted something that contains `c`"),
                ),
                (r#"{"body": {"$": {"contains": "zip"}}}"#, None),
                (
                    r#"{"body": {"tags": "a"}}"#,
                    Some("body.tags is `[\"a\",\"b\",{\"id\":1,\"x\":2},[1,2]]`, wanted `a`"),
                ),
                (r#"{"body": {"/tags/2": {"json": {"id": 1.0}}}}"#, None),
                (r#"{"body": {"tags": {"json": ["a", {"x": 2}, [2]]}}}"#, None),
                (
                    r#"{"body": {"tags": {"json": ["b", "a"]}}}"#,
                    Some("body.tags is `[\"a\",\"b\",{\"id\":1,\"x\":2},[1,2]]`, wanted at least `[\"b\",\"a\"]`"),
                ),
                (r#"{"body": {"": {"json": {"tags": []}}}}"#, None),
                (
                    r#"{"body": {"": {"json": {"zip": 50}}}}"#,
                    Some(
                        "body is `{\"name\":\"Ada\",\"age\":36,\"ok\":true,\"none\":null,\"n\":1.0,\"a/b\":…`, wanted at least `{\"zip\":50}`",
                    ),
                ),
                (r#"{"body": {"password": "q"}}"#, Some("body.password is `***`, wanted `***`")),
                (r#"{"body": {"$.tags[*].id": 1}}"#, None),
                (
                    r#"{"body": {"$.tags[*]": "z"}}"#,
                    Some("body $.tags[*] is `a`, `b`, `{\"id\":1,\"x\":2}` and 1 more, wanted `z`"),
                ),
                (r#"{"body": {"$.tags[?@.id == 2]": "absent"}}"#, None),
                (r#"{"content-type": "application/json"}"#, None),
                (
                    r#"{"content-type": "APPLICATION/xml"}"#,
                    Some("content-type is `application/json`, wanted `application/xml`"),
                ),
            ],
        ),
        (
            "POST /things/7\ncontent-type: application/x-www-form-urlencoded\n\nname=Ada&age=36&tags=a&tags=b&free=5",
            &[
                (r#"{"body": {"name": "Ada", "age": 36, "/age": "36"}}"#, None),
                (r#"{"body": {"age": {"gt": 40}}}"#, Some("body.age is `36`, wanted greater than 40")),
                (r#"{"body": {"tags": "b"}}"#, None),
                (r#"{"body": {"tags": {"length": 2}}}"#, None),
                (r#"{"body": {"free": 5}}"#, None),
                (r#"{"body": {"$": {"json": {"age": 36}}}}"#, None),
            ],
        ),
        (
            "POST /nowhere\ncontent-type: application/x-www-form-urlencoded\n\nage=36&tag=a&tag=b",
            &[
                (r#"{"body": {"age": 36, "tag": "b"}}"#, None),
                (r#"{"body": {"$": {"json": {"age": 36, "tag": ["b"]}}}}"#, None),
                (r#"{"body": {"age": true}}"#, Some("body.age is `36`, wanted true")),
            ],
        ),
        (
            "POST /nowhere\ncontent-type: multipart/form-data; boundary=B\n\n--B\r\nContent-Disposition: form-data; name=\"age\"\r\n\r\n36\r\n--B--\r\n",
            &[
                (r#"{"body": {"age": 36}}"#, None),
                (r#"{"body": {"name": "present"}}"#, Some("body.name is missing, wanted present")),
            ],
        ),
        (
            "POST /nowhere\ncontent-type: text/plain\n\n050",
            &[
                (r#"{"body": {"$": "050"}}"#, None),
                (r#"{"body": {"": 50}}"#, None),
                (r#"{"body": {"x": "absent"}}"#, None),
            ],
        ),
        (
            "POST /nowhere\n\n{\"age\":36}",
            &[(r#"{"body": {"age": 36}}"#, None), (r#"{"content-type": "absent"}"#, None)],
        ),
        (
            "POST /nowhere",
            &[
                (r#"{"body": {"$": "absent"}}"#, None),
                (r#"{"body": {"$": "present"}}"#, Some("body is missing, wanted present")),
            ],
        ),
    ]);
}
