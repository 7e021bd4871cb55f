// Makes on React Flow's pane the gestures that app/cmd/weir-bench makes on our
// canvas: the same events, the same way, one step a frame. Answers the
// intervals between frames in milliseconds.
async (name, frames, zoom) => {
  const pane = document.querySelector(".react-flow__pane");
  const box = pane.getBoundingClientRect();
  const middle = { x: box.left + box.width / 2, y: box.top + box.height / 2 };

  const wheel = (deltaX, deltaY, ctrlKey) =>
    pane.dispatchEvent(
      new WheelEvent("wheel", { bubbles: true, cancelable: true, clientX: middle.x, clientY: middle.y, deltaX, deltaY, ctrlKey }),
    );
  const mouse = (kind, on, at) =>
    on.dispatchEvent(
      new MouseEvent(kind, { bubbles: true, cancelable: true, view: window, clientX: at.x, clientY: at.y, button: 0, buttons: 1 }),
    );
  const swing = (t) => wheel(14 * Math.cos(6 * Math.PI * t), 9 * Math.sin(4 * Math.PI * t), false);

  let at = 0;
  let held = null;
  let from = null;
  const steps = {
    pan: swing,
    fit: swing,
    zoom: (t) => {
      // d3-zoom multiplies by 2^(-10·0.002·delta) with Ctrl held.
      const want = Math.log2(1 / zoom) * (1 - Math.abs(1 - 2 * t));
      wheel(0, -(want - at) / 0.02, true);
      at = want;
    },
    drag: (t) => {
      if (!held) {
        const near = [...document.querySelectorAll(".react-flow__node")].map((node) => {
          const r = node.getBoundingClientRect();
          const p = { x: r.left + 100, y: r.top + 20 };
          return { node, p, far: Math.hypot(p.x - middle.x, p.y - middle.y) };
        });
        ({ node: held, p: from } = near.reduce((a, b) => (b.far < a.far ? b : a)));
        mouse("mousedown", held, from);
      }
      mouse("mousemove", window, { x: from.x + 200 * Math.sin(4 * Math.PI * t), y: from.y + 120 * Math.sin(6 * Math.PI * t) });
    },
  };

  const intervals = [];
  await new Promise((done) => {
    let last = 0;
    let count = 0;
    const frame = (now) => {
      if (count > 0) {
        intervals.push(now - last);
      }
      last = now;
      if (count >= frames) {
        done();
        return;
      }
      steps[name](count / frames);
      count++;
      requestAnimationFrame(frame);
    };
    requestAnimationFrame(frame);
  });
  if (held) {
    mouse("mouseup", window, from);
  }
  return intervals;
}
