// A part `.` or `..` leads elsewhere, encoded or not (https://url.spec.whatwg.org/#double-dot-path-segment): a tilde keeps such an id in its
// place, and one more keeps apart an id that looks like that.
const dots = /^~*\.{1,2}$/

/** Path of a client's page. */
export function clientPath(slug: string): string {
  return `/clients/${slug}`
}

/** Path of a posting's page; `feed` is a feed's id (`client/name`). */
export function postingPath(slug: string, feed: string, id: string): string {
  return `${clientPath(slug)}/${feed.slice(feed.indexOf('/') + 1)}/${encodeURIComponent(dots.test(id) ? `~${id}` : id)}`
}

/** The id of the posting that the last part of such a path names, once it is decoded. */
export function idOfPath(part: string): string {
  return part.startsWith('~') && dots.test(part) ? part.slice(1) : part
}
