// What every page runs before it is painted.
import "./colours.ts";
import "./room.ts";
