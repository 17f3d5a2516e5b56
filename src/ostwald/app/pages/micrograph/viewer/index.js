export { Camera } from "./camera.js";
export { Particles } from "./particles.js";
export { Pending } from "./pending.js";
export { paint } from "./paint.js";
