/** A few lines on a terminal that are drawn over and over in their place. */
import { clearScreenDown, cursorTo, moveCursor } from 'node:readline';
import type { WriteStream } from 'node:tty';

const FRAMES = '⠋⠙⠹⠸⠼⠴⠦⠧⠇⠏';
const REDRAW_MS = 100;

export class LiveLines {
  private readonly timer: NodeJS.Timeout;
  private drawn = 0;
  private frame = 0;

  /** @param lines made at each drawing; the argument is a sign that turns */
  constructor(
    private readonly stream: WriteStream,
    private readonly lines: (sign: string) => readonly string[],
  ) {
    this.timer = setInterval(() => this.draw(), REDRAW_MS);
  }

  /** Takes the lines away, so that something else can be printed in their place. */
  clear(): void {
    if (this.drawn === 0) return;
    moveCursor(this.stream, 0, -this.drawn);
    cursorTo(this.stream, 0);
    clearScreenDown(this.stream);
    this.drawn = 0;
  }

  end(): void {
    clearInterval(this.timer);
    this.clear();
  }

  private draw(): void {
    this.clear();
    this.frame = (this.frame + 1) % FRAMES.length;
    // A line that the terminal folds would count as one, and could not be taken away; so would those that are scrolled out.
    const { columns, rows } = this.stream;
    const lines = this.lines(FRAMES[this.frame] ?? '')
      .slice(0, rows - 1)
      .map((line) => line.slice(0, columns - 1));
    this.stream.write(lines.map((line) => `${line}\n`).join(''));
    this.drawn = lines.length;
  }
}
