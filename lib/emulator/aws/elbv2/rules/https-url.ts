// Endpoints of identity providers: a full https URL with a name in DNS ("AuthenticateOidcActionConfig", API reference).

/** Whether a text is one. */
export function isHttpsUrl(text: string): boolean {
  const url = URL.parse(text);
  return url?.protocol === 'https:' && url.hostname.includes('.');
}
