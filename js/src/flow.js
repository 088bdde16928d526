// What goes to the kernel, and in which order: never more than one drag on its way, the newest of
// each number waiting behind it, older ones dropped; what is released or clicked comes after what
// was dragged.
import { Pulse } from "./pulse.js";

export class Flow {
  /**
   * @param send takes a message to the kernel
   * @param busy tells whether the kernel says that it is at work
   * @param changed told "alive", "busy" or "gone" when that changes
   */
  constructor(send, busy, changed) {
    this.send = send;
    this.number = Date.now() * 1000;
    this.flying = null;
    this.moves = []; // a number, its newest value if that is not sent yet, and whether it was let go
    this.commands = [];
    this.prepared = null;
    const ping = () => this.send({ do: "ping", seq: this.number });
    this.pulse = new Pulse(ping, busy, changed);
  }

  /** The pointer or the focus is on a slider: the kernel may get ready. */
  prepare(place) {
    if (this.prepared === place) return;
    this.prepared = place;
    this.send({ do: "prepare", place });
  }

  drag(place, value) {
    this.move(place).value = value;
    this.pump();
  }

  /** A number was let go: exact counts are wanted. */
  drop(place) {
    this.move(place).released = true;
    this.pump();
  }

  /** Return what waits last, if it is of that number and still held. */
  move(place) {
    const last = this.moves.at(-1);
    if (last?.place === place && !last.released) return last;
    const fresh = { place, value: null, released: false };
    this.moves.push(fresh);
    return fresh;
  }

  command(message) {
    this.commands.push(message);
    this.pump();
  }

  /** Tell whether what was asked of a number is still to be answered. */
  holds(place) {
    return this.flying?.place === place || this.moves.some((move) => move.place === place);
  }

  /** Something came from the kernel: with the number of a message, that one is answered. */
  heard(seq) {
    this.pulse.heard();
    if (this.flying && (seq === undefined || seq >= this.flying.seq)) this.flying = null;
    this.pump();
  }

  /** No answer will come to what is on its way: begin anew. */
  release() {
    this.flying = null;
    this.pump();
  }

  /** Forget everything that waits: there is nobody to tell. */
  abandon() {
    this.flying = this.prepared = null;
    this.moves = [];
    this.commands = [];
  }

  close() {
    this.abandon();
    this.pulse.close();
  }

  pump() {
    if (this.flying) return;
    const [move] = this.moves;
    if (move) {
      const { place, value, released } = move;
      move.value = null;
      if (value === null || !released) this.moves.shift();
      this.fly(value === null ? { do: "drop" } : { do: "drag", place, value }, place);
    } else {
      for (const message of this.commands.splice(0)) {
        this.prepared = null;
        this.send(message);
        this.pulse.asked();
      }
    }
  }

  fly(message, place) {
    this.number += 1;
    this.flying = { seq: this.number, place };
    this.send({ ...message, seq: this.number });
    this.pulse.asked();
  }
}
