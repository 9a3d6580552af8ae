// Starts GraphiQL on this server's own endpoint.
const fetcher = async (parameters) => {
  const response = await fetch("/graphql", {
    method: "POST",
    headers: { "content-type": "application/json", accept: "application/graphql-response+json" },
    body: JSON.stringify(parameters),
  });
  return response.json();
};
const example = `# Rust meetups near Berlin, with what could narrow them further.
# Ctrl-Enter runs it; the schema is behind the book on the left.
query Upcoming($filter: EventFilter) {
  events(filter: $filter, first: 10) {
    totalCount
    nodes {
      name
      startsAt
      timeZone
      attendanceMode
      venue { locality country { name } }
      distanceKm
      niches { slug }
    }
    pageInfo { hasNextPage endCursor }
  }
}
`;
const variables = JSON.stringify({ filter: { niches: ["rust"], near: { place: "Berlin", radiusKm: 300 } } }, null, 2);
const asked = new URLSearchParams(location.search);
ReactDOM.createRoot(document.getElementById("graphiql")).render(
  React.createElement(GraphiQL, {
    fetcher,
    defaultQuery: example,
    query: asked.get("q") ?? undefined,
    variables: asked.get("v") ?? variables,
    shouldPersistHeaders: false,
    isHeadersEditorEnabled: false,
  }),
);
