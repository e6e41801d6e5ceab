import "./css/app.css";
import { focusErrors } from "./page/dom";
import { guardLeaving } from "./page/leave";
import { offerPrinting } from "./page/print";
import { handleSharing, offerCopying } from "./page/share";
import { keepSums } from "./page/sum";

/** Every page: conveniences on top of pages that work without them. */
guardLeaving();
handleSharing();
offerCopying(document);
keepSums(document);
offerPrinting(document);
focusErrors(document);
document.addEventListener("htmx:after:settle", ({ target }) => {
  if (target instanceof Element) offerCopying(target);
});
if (document.querySelector("[hx-get], [hx-post], [hx-put], [hx-patch], [hx-delete], [hx-boost]")) {
  void import("htmx.org");
}
