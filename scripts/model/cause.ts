/** Why a run or a deployment did not succeed, each with what to do about it. The list is closed: a new cause is a change here. */
export const causes = {
  unreachable: 'the host did not answer: check the URL, the DNS name and the client’s firewall',
  refused: 'the host answered with an error: look at the status code, and ask the client if it lasts',
  privateAddress: 'the host is in a private network: write its public address, or name it in FEED_PRIVATE_HOSTS where feeds are read',
  untrusted: 'the connection to the host is not safe: ask the client to mend its certificate or TLS',
  unauthorised: 'the host refused the credential: ask the client for a new one and store it with its host',
  timeout: 'the answer took too long: ask the client for a smaller or faster feed, or raise the limit',
  tooLarge: 'the answer is larger than the limit: raise the limit if the size is right',
  notFound: 'nothing is at this URL or path: ask the client for the new URL, or mend the path of the file',
  wrongFormat: 'the bytes are not in the declared format: look at what came, then change format or ask the client',
  webPage: 'a web page came where data was expected: a login, a challenge or an error page',
  truncated: 'the list ended early: nothing is removed until a complete one is read',
  pathMissing:
    'the record path, or a column that the mapping needs, is missing: the client changed the structure, change format or mapping',
  empty: 'the feed lists no postings: confirm with the client, then accept the run',
  mapping: 'too many records could not be mapped: look at the skipped records, then change mapping',
  expectation: 'the postings are not as expected: accept the run if they are right, or change expect',
  secretMissing: 'a secret that the file names is not stored for this host: store it in the environment',
  fenced: 'a newer run of the same feed has begun: nothing to do',
  wrongRelease: 'the queue job belongs to a release that is not live: nothing to do',
  pageDiffers: 'the page does not show what is stored: look at the web service',
  stopped: 'the process was stopped or killed while it ran: the queue takes the feed again',
  store: 'PostgreSQL refused or was out of reach: look at the database',
  machine: 'the machine that ran it could not hold what came: make room where its temporary files lie (TMPDIR)',
  crash: 'a bug of ours: report it with the stack',
} as const satisfies Record<string, string>

/** One of the causes. */
export type Cause = keyof typeof causes
