//! Takes a GraphQL request, gives a response.
