// Which pages there are: links followed from page to page, one page for each kind.

const ID = /^(?:[0-9a-f]{32}|[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}|[0-9a-f]{64})$/;
// Words of an address that say which page it is, not which record.
const WORD = /^[a-z][a-z_-]*$/;

/** The kind of page an address shows: `/kendaraan/{}?tab`. */
export function kindOf(url) {
  const path = url.pathname.split('/').map((part) => (part === '' || (WORD.test(part) && !ID.test(part)) ? part : '{}'));
  const names = [...url.searchParams.keys()].filter((name) => name !== 'setelah' && name !== 'lang').sort();
  const tab = url.searchParams.get('tab');
  return path.join('/') + (names.length > 0 ? `?${names.join('&')}` : '') + (tab ? `=${tab}` : '');
}

/** Links in a page that lead on within the site, as addresses. */
export function linksIn(html, base) {
  const main = html.replace(/<footer class="site-footer">[\s\S]*?<\/footer>/, '');
  const links = [];
  for (const [, href] of main.matchAll(/<a\s[^>]*?href="([^"]+)"/g)) {
    const url = new URL(href.replaceAll('&amp;', '&'), base);
    url.hash = '';
    if (url.origin === base.origin && !isAside(url)) links.push(url);
  }
  return links;
}

/** Files to save, the end of a list, and what others' tests look at. */
function isAside(url) {
  return url.searchParams.has('format') || url.searchParams.has('setelah') || /^\/(api|assets|foto)\//.test(url.pathname);
}
