import type { Night } from "../types";
import poster from "./poster.png";

/** Newest last. */
export const nights: Night[] = [
  {
    title: "Lifetimes, gently",
    date: new Date(2027, 2, 9, 18, 30),
    venue: { name: "Lamp House", city: "Leeds", country: "United Kingdom" },
    url: `https://nights.example/1`,
    poster,
  },
  {
    title: 'Async, ' + 'slowly',
    date: "2027-04-13T18:30",
    venue: { name: "Lamp House", city: "Leeds", country: "United Kingdom" },
    url: "https://nights.example/2",
    speakers: speakersOf(2),
  },
] satisfies Night[];

export function next(at: Date) {
  return nights.find((night) => night.date > at);
}
