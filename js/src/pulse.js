// Is there still a kernel that answers? Asked only while an answer is awaited, and without haste:
// a kernel that runs a long cell is busy, not gone.

const PATIENCE = 3000;

export class Pulse {
  constructor(ping, busy, changed) {
    this.ping = ping;
    this.busy = busy;
    this.changed = changed;
    this.state = "alive";
    this.pinged = false;
    this.timer = null;
  }

  /** Something was asked that is answered in any case. */
  asked() {
    this.timer ??= setTimeout(() => this.look(), PATIENCE);
  }

  heard() {
    this.stop();
    this.pinged = false;
    this.become("alive");
  }

  /** The connection is closed, and no answer will come. */
  lost() {
    this.stop();
    this.become("gone");
  }

  close() {
    this.stop();
    this.changed = () => {};
  }

  look() {
    this.timer = null;
    if (this.busy()) this.become("busy");
    else if (this.pinged) return this.lost();
    this.pinged = !this.busy();
    this.ping();
    this.asked();
  }

  stop() {
    clearTimeout(this.timer);
    this.timer = null;
  }

  become(state) {
    if (this.state === state) return;
    this.state = state;
    this.changed(state);
  }
}
