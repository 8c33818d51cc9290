/** Says what its peak memory is. */
import { peakMegabytes } from "../../tools/peak-memory";

console.log(peakMegabytes());
