import type { ComponentChildren, JSX } from 'preact';

interface SegmentsProps<Value extends string> {
  readonly legend: string;
  readonly name: string;
  readonly values: readonly Value[];
  readonly chosen: Value;
  readonly onChoose: (value: Value) => void;
  readonly words: (value: Value) => ComponentChildren;
}

/** One control of several segments, of which one is chosen. */
export function Segments<Value extends string>(props: SegmentsProps<Value>): JSX.Element {
  const { legend, name, values, chosen, onChoose, words } = props;
  return (
    <fieldset class="segments">
      <legend class="visually-hidden">{legend}</legend>
      {values.map((value) => (
        <label key={value} class="segments__one">
          <input
            type="radio"
            name={name}
            class="visually-hidden"
            checked={value === chosen}
            onChange={() => onChoose(value)}
          />
          <span>{words(value)}</span>
        </label>
      ))}
    </fieldset>
  );
}
