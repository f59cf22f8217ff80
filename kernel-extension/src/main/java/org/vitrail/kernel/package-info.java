/// The Java kernel: Jupyter messages in, JShell snippets and magics run, displays out.
///
/// **Guarantee.** none of its own: the kernel runs the user's code with the user's rights.
/// **Public.** what the notebook shows.   **Private.** nothing of the server.
/// **Source.** Jupyter messaging protocol 5.3; JShell; the API of jjava-jupyter 1.0-a6.
/// **Deviations.** one reply for each request; no debugger, no subshells, no widgets.
/// **Known gaps.** an endless loop inside a library does not stop on interrupt: restart the kernel.
/// **Read in this order.** Main → VitrailKernel → CellThread → CellEngine → MagicSource → SafeConnection
@NullMarked
package org.vitrail.kernel;

import org.jspecify.annotations.NullMarked;
