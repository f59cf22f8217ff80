/// The notebooks, executed as a user would: headless, by nbclient, and in JupyterLab in a real browser.
///
/// **Guarantee.** none of its own.
/// **Public.** the notebooks.   **Private.** nothing.
/// **Source.** the notebooks in this folder.
/// **Deviations.** none.      **Known gaps.** skipped where Python or Chromium is absent.
/// **Read in this order.** Installation → ExecutedNotebooksTest → NbclientTest → JupyterKernelTestTest
/// → LabBrowserTest.
@NullMarked
package org.vitrail.notebooks;

import org.jspecify.annotations.NullMarked;
