// Where AWS's documentation does not say how an ALB behaves, each possible reading is a switch. Nothing that is built on
// the emulator may depend on a switch: tests run under several readings and expect the same result.

/** One reading per question that AWS leaves open. */
export interface Readings {
  /** Whether a regular expression must cover the whole value or may match inside it. */
  readonly regexAnchoring: 'search' | 'full';
  /** Whether `RegexValues` of a host condition tell upper from lower case. */
  readonly hostRegexCase: 'insensitive' | 'sensitive';
  /** Whether `RegexValues` of a header condition tell upper from lower case. */
  readonly headerRegexCase: 'insensitive' | 'sensitive';
  /** Whether a port in the Host header takes part in the comparison. */
  readonly hostPort: 'kept' | 'stripped';
  /** Whether query parameters are compared as sent or percent-decoded. */
  readonly queryEncoding: 'raw' | 'decoded';
  /** Whether `//`, `.` and `..` segments and needless percent-encoding are resolved before a path is compared. */
  readonly pathForm: 'raw' | 'normalised';
  /** Whether `\*` and `\?` stand for the characters themselves in header values (documented for query strings only). */
  readonly headerEscape: 'backslash' | 'none';
  /** Whether a header condition is compared with a line as a whole or with each part between its commas. */
  readonly headerLists: 'whole' | 'split';
  /** Whether a request with several Host headers is refused or goes by the first. */
  readonly severalHosts: 'refused' | 'first';
  /** Whose port `#{port}` of a redirect is when the Host header names another one than the listener's. */
  readonly redirectPort: 'listener' | 'host-header';
  /** What becomes of a rewritten host where the Host header is to be preserved. */
  readonly preservedHost: 'rewritten' | 'received';
  /** Whether a transform replaces the first match of its expression or all of them. */
  readonly rewriteMatches: 'first' | 'all';
  /** How a client secret travels to the token endpoint of an identity provider. */
  readonly clientAuthentication: 'basic' | 'post';
  /** Whether a token must have all values of an additional claim of `jwt-validation`, or one of them. */
  readonly claimValues: 'all' | 'any';
}

/** The readings that the field evidence favours. */
export const likelyReadings: Readings = {
  regexAnchoring: 'search',
  hostRegexCase: 'insensitive',
  headerRegexCase: 'insensitive',
  hostPort: 'kept',
  queryEncoding: 'raw',
  pathForm: 'raw',
  headerEscape: 'backslash',
  headerLists: 'whole',
  severalHosts: 'refused',
  redirectPort: 'listener',
  preservedHost: 'rewritten',
  rewriteMatches: 'first',
  clientAuthentication: 'basic',
  claimValues: 'all',
};
