import type { JSX } from 'preact';
import { useEffect, useRef, useState } from 'preact/hooks';

import type { ProbeBody } from '#contracts';

import { Icon } from '../../shared/components/icon.js';
import { createProbe } from '../state/create-probe.js';
import { t } from '../../shared/texts.js';

interface Props {
  readonly initialDomain: string;
  readonly onProbe: (probe: ProbeBody) => void;
}

/** Asks for the domain. What is wrong with it is said beside the field, where the focus is. */
export function ProbeForm({ initialDomain, onProbe }: Props): JSX.Element {
  const [domain, setDomain] = useState(initialDomain);
  const [isAsking, setIsAsking] = useState(false);
  const [failure, setFailure] = useState<{ reason: string; isInput: boolean } | null>(null);
  const field = useRef<HTMLInputElement>(null);
  useEffect(() => {
    if (failure !== null) field.current?.focus();
  }, [failure]);

  const submit = async (): Promise<void> => {
    setIsAsking(true);
    setFailure(null);
    const created = await createProbe(domain);
    setIsAsking(false);
    if (created.ok) onProbe(created.probe);
    else setFailure(created);
  };
  return (
    <form
      class="probe-form panel"
      noValidate
      onSubmit={(event) => {
        event.preventDefault();
        if (!isAsking) void submit();
      }}
    >
      <label class="probe-form__label" for="domain">
        {t.receiving.form.field}
      </label>
      <div class="probe-form__row">
        <input
          ref={field}
          id="domain"
          class="probe-form__field"
          name="domain"
          value={domain}
          onInput={(event) => setDomain(event.currentTarget.value)}
          placeholder="example.org"
          inputMode="url"
          autoComplete="off"
          autoCapitalize="none"
          spellcheck={false}
          aria-describedby="domain-hint domain-failure"
          aria-invalid={failure?.isInput === true}
        />
        <button type="submit" class="button button--primary" aria-disabled={isAsking}>
          <Icon name="search" />
          {isAsking ? t.shared.asking : t.receiving.form.button}
        </button>
      </div>
      <p id="domain-hint" class="probe-form__hint">
        {t.receiving.form.hint}
      </p>
      <p id="domain-failure" class="probe-form__failure" role="alert">
        {failure?.reason}
      </p>
    </form>
  );
}
