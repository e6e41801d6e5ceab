//! The API as others are told about it: a change shows in review.

use crate::house::House;

#[test]
fn the_description_of_the_api_is_reviewed() {
    let house = House::sqlite();
    let running = house.serve();
    let (status, body) = running.get("/api/openapi.json");
    assert_eq!(status, 200);
    let mut api: serde_json::Value = serde_json::from_str(&body).unwrap();
    assert_eq!(api["openapi"], "3.1.0");
    // The version and the address are the installation's, not the API's.
    api["info"]["version"] = "of the release".into();
    let text = serde_json::to_string_pretty(&api).unwrap();
    assert!(
        !text.contains(&running.address.to_string()),
        "no address of this server"
    );
    insta::assert_snapshot!("api", text);
}
