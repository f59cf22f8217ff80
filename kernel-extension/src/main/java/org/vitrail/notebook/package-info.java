/// A headless client of Jupyter kernels in Java: starts a kernel, runs notebooks, writes them with their outputs.
///
/// **Guarantee.** every message's signature is checked; a damaged one ends the run.
/// **Public.** the notebook and its outputs.   **Private.** the key of the connection.
/// **Source.** Jupyter messaging protocol 5.3; nbformat 4.5.
/// **Deviations.** no input from the user.      **Known gaps.** no widgets; the HTML page shows charts as SVG or
/// PNG.
/// **Read in this order.** RunCommand → NotebookFile → KernelSession → Channels → Wire → Outputs → HtmlPage
@NullMarked
package org.vitrail.notebook;

import org.jspecify.annotations.NullMarked;
