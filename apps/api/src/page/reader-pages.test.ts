import { describe, expect, it } from 'vitest';

import { loadConfig } from '#config';
import { SCENARIO_IDS, SCENARIOS } from '#scenarios';
import { FIX_SYSTEMS, LANGUAGE_TAGS } from '#words';

import { englishIn } from '../../../../test/support/is-english.js';

import { html, prose } from './html.js';
import { readerPage } from './reader-pages.js';

const offered = SCENARIOS.map((scenario, index) => ({
  scenario,
  missing: index === 0 ? ('own-dns' as const) : null,
}));
const config = { ...loadConfig({ DOMAIN: 'dane.example.org', RETENTION_DAYS: '3' }), offered };

describe('html', () => {
  it('escapes what is not HTML, in text and in attributes', () => {
    const value = '<b a="1">&\'';
    expect(html`<p title="${value}">${value}${html`<i>${1}</i>`}</p>`.text).toBe(
      '<p title="&#60;b a=&#34;1&#34;&#62;&#38;&#39;">&#60;b a=&#34;1&#34;&#62;&#38;&#39;<i>1</i></p>',
    );
  });

  it('shows what stands between backticks as code', () => {
    expect(prose('Set `a < b`.').text).toBe('Set <code>a &#60; b</code>.');
  });
});

describe('readerPage', () => {
  it('lists every scenario where a link can point to it', () => {
    const page = readerPage('/scenarios', 'en', config);
    for (const id of SCENARIO_IDS) expect(page?.body.text).toContain(`id="${id}"`);
  });

  it('says what an instance lacks for a scenario that it leaves out', () => {
    const left = readerPage('/scenarios', 'en', config)?.body.text.match(
      /Not offered by this instance: [^<]*/g,
    );
    expect(left).toEqual([expect.stringContaining('own name server')]);
  });

  it('has a page for every mail system, and leads there', () => {
    for (const system of FIX_SYSTEMS) {
      expect(readerPage(`/help/${system}`, 'en', config)?.section).toBe('/help');
      expect(readerPage('/help/', 'en', config)?.body.text).toContain(`href="/help/${system}"`);
    }
  });

  it('says who runs the instance and how long it keeps what it saw', () => {
    const text = readerPage('/about', 'en', config)?.body.text;
    expect(text).toContain('postmaster@dane.example.org');
    expect(text).toContain('deleted after 3 days');
  });

  it.each(LANGUAGE_TAGS.filter((tag) => tag !== 'en'))('is whole in %s', (tag) => {
    const paths = ['/scenarios', '/help', '/about', ...FIX_SYSTEMS.map((system) => `/help/${system}`)];
    for (const path of paths) {
      const page = readerPage(path, tag, config);
      const text = `${page?.title}<p>${page?.description}<p>${page?.body.text}`;
      expect(text.length, path).toBeGreaterThan(500);
      expect(englishIn(text, tag), path).toEqual([]);
    }
  });

  it.each(['/help/nothing', '/help/postfix/x', '/nothing', '/'])('has no page %s', (path) => {
    expect(readerPage(path, 'en', config)).toBeNull();
  });
});
