use hobnob_graphql::sdl;

#[test]
fn the_schema_is_written_the_same_each_time() {
    assert_eq!(sdl(), sdl());
}

#[test]
fn the_schema_has_what_the_contract_says() {
    let sdl = sdl();
    let lines: Vec<&str> = sdl.lines().map(str::trim).collect();
    for line in [
        "type Event implements Node {",
        "type Source implements Node {",
        "radiusKm: Float! = 50.0",
        "orderBy: EventOrder = STARTS_AT",
        "first: Int = 10,",
        "goals: [Goal!]!",
        "startsAt: DateTime!",
        "startsOn: Date!",
        "endsAt: DateTime",
        "endsOn: Date",
        "distanceKm: Float",
        "callForPapers: CallForPapers",
        "facets: EventFacets!",
        "totalCount: Int!",
        "statuses: [EventStatus!]",
        "): EventConnection!",
    ] {
        assert!(lines.contains(&line), "{line} is missing");
    }
}

#[test]
fn directives_that_every_service_has_are_not_defined_again() {
    assert_eq!(sdl().lines().filter(|line| line.starts_with("directive")).count(), 0);
    assert!(sdl().ends_with("schema {\n  query: Query\n  mutation: Mutation\n  subscription: Subscription\n}\n"));
}
