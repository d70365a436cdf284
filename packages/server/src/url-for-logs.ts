const secrets = [/(^|\/)(s\/)[^/?#]+/, /([?&])(token=)[^&#]+/]

/** An address without what opens shares: whoever reads logs does not learn the links. */
export function urlForLogs(url: string): string {
  return secrets.reduce((text, secret) => text.replace(secret, '$1$2…'), url)
}
