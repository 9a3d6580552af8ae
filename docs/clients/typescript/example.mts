// node example.mts http://127.0.0.1:8080/graphql      (Node 22.6 to 23.5: node --experimental-strip-types)
import { Hobnob, HobnobError } from "./hobnob.mts";

const hobnob = new Hobnob(process.argv[2] ?? "http://127.0.0.1:8080/graphql");
let count = 0;
for await (const event of hobnob.events({ niches: ["rust"] }, 2)) {
  const where = event.venue?.locality ?? event.attendanceMode.toLowerCase();
  console.log(`${event.startsAt}  ${event.name}  (${where})`);
  count += 1;
}
console.log(`${count} events`);

// What is wrong is named, with what is allowed.
try {
  await hobnob.query("query($niche: [String!]) { events(filter: {niches: $niche}) { totalCount } }", { niche: ["rusty"] });
} catch (error) {
  if (!(error instanceof HobnobError)) throw error;
  console.log(`${error.code}: ${error.message.slice(0, 60)}…`);
}
