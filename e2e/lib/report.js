// All faults of a run at once, the same fault once with the places where it is.

export class Report {
  #faults = new Map();

  add(fault, place) {
    const places = this.#faults.get(fault) ?? new Set();
    this.#faults.set(fault, places.add(place));
  }

  get isClean() {
    return this.#faults.size === 0;
  }

  toString() {
    const groups = [...this.#faults].sort(([, left], [, right]) => right.size - left.size);
    const lines = groups.map(([fault, places]) => {
      const shown = [...places].slice(0, 8).join(', ');
      const more = places.size > 8 ? ` and ${places.size - 8} more` : '';
      return `- ${fault}\n    ${shown}${more}`;
    });
    return `${groups.length} faults:\n${lines.join('\n')}`;
  }
}
