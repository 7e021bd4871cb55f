// Performs a gesture on an element with the events a mouse or touchpad would
// cause, one step a frame, and answers the intervals between frames in
// milliseconds. The same script drives our canvas and its peer.
//
//   pan   two-finger scroll, back and forth
//   zoom  pinch (wheel with Ctrl), in and out about the middle
//   drag  the node under the point given, with the left button
//   idle  nothing: the bare frame
async (selector, gesture, frames, limit, at) => {
  const target = selector ? document.querySelector(selector) : document.body;
  const box = target.getBoundingClientRect();
  const middle = at || { x: box.left + box.width / 2, y: box.top + box.height / 2 };

  const under = () => document.elementFromPoint(middle.x, middle.y) || target;
  const wheel = (fields) =>
    under().dispatchEvent(
      new WheelEvent("wheel", { bubbles: true, cancelable: true, clientX: middle.x, clientY: middle.y, ...fields }),
    );
  const mouse = (kind, on, x, y, buttons) => {
    const fields = {
      bubbles: true, cancelable: true, composed: true, view: window,
      clientX: x, clientY: y, button: kind === "move" ? -1 : 0, buttons, pointerId: 1, pointerType: "mouse", isPrimary: true,
    };
    on.dispatchEvent(new PointerEvent("pointer" + kind, fields));
    on.dispatchEvent(new MouseEvent("mouse" + kind, { ...fields, button: 0 }));
  };

  const held = under();
  const steps = {
    idle: () => {},
    pan: (i) => wheel({ deltaX: i % 100 < 50 ? 24 : -24, deltaY: i % 60 < 30 ? 12 : -12 }),
    zoom: (i) => wheel({ ctrlKey: true, deltaY: i % 100 < 50 ? 6 : -6 }),
    drag: (i) => {
      const turn = (i / 50) * 2 * Math.PI;
      mouse("move", held, middle.x + 120 * Math.sin(turn), middle.y + 80 * (1 - Math.cos(turn)), 1);
    },
  };

  if (gesture === "drag") {
    mouse("down", held, middle.x, middle.y, 1);
  }
  const intervals = [];
  await new Promise((done) => {
    let last = 0;
    let begin = 0;
    let i = 0;
    const frame = (now) => {
      if (last) {
        intervals.push(now - last);
      }
      begin ||= now;
      last = now;
      if (intervals.length >= frames || now - begin > limit) {
        done();
        return;
      }
      steps[gesture](i++);
      requestAnimationFrame(frame);
    };
    requestAnimationFrame(frame);
  });
  if (gesture === "drag") {
    mouse("up", held, middle.x, middle.y, 0);
  }
  return intervals;
}
