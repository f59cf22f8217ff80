package org.vitrail.magic;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.vitrail.contract.dataset.DatasetView;
import org.vitrail.contract.release.ReleaseSummary;
import org.vitrail.contract.wire.ActionName;
import org.vitrail.magic.args.Arguments;
import org.vitrail.magic.governance.ShortId;

/// What the caller's project has released already.
final class Releases {
    private Releases() {}

    /// Of one dataset, newest first.
    static List<ReleaseSummary> of(Notebook notebook, String dataset) {
        List<ReleaseSummary> all = List.of(notebook.named(
                dataset, () -> notebook.access().call(ActionName.LIST_RELEASES, dataset, ReleaseSummary[].class)));
        notebook.learned(
                Arguments.RELEASE,
                all.stream().map(r -> ShortId.of(r.receipt().releaseId())).toList());
        return all;
    }

    /// Of the named dataset, or of every one.
    static List<ReleaseSummary> of(Notebook notebook, Optional<String> dataset) {
        if (dataset.isPresent()) {
            return of(notebook, dataset.get());
        }
        List<ReleaseSummary> all = new ArrayList<>();
        for (DatasetView view : notebook.listDatasets()) {
            all.addAll(of(notebook, view.name()));
        }
        return all;
    }

    /// The release whose id is or begins with what was typed.
    static Optional<ReleaseSummary> find(List<ReleaseSummary> all, String typed) {
        return ShortId.whole(
                        typed, all.stream().map(r -> r.receipt().releaseId()).toList())
                .flatMap(id -> all.stream()
                        .filter(r -> r.receipt().releaseId().equals(id))
                        .findFirst());
    }
}
