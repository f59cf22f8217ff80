package org.vitrail.magic;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import javax.lang.model.SourceVersion;
import org.dflib.jjava.jupyter.kernel.BaseNotebookStatics;
import org.vitrail.contract.Receipt;
import org.vitrail.contract.dataset.DatasetView;
import org.vitrail.contract.release.ReleaseSummary;
import org.vitrail.contract.wire.ActionName;
import org.vitrail.magic.args.Arguments;
import org.vitrail.magic.certificate.CertificateArgs;
import org.vitrail.magic.governance.ShortId;

/// What the caller's project has released already.
final class Releases {
    private Releases() {}

    /// The whole id behind what was typed: `last`, a variable that holds a release, an id or the beginning of one.
    /// What is none of these stays as it is, for whoever is asked for it to refuse.
    static String named(Notebook notebook, String typed) {
        if (typed.equals(CertificateArgs.LAST)) {
            return notebook.lastRelease()
                    .orElseThrow(() -> new MagicFailure("this notebook has no release yet; " + Magic.DP_RELEASES
                            + " lists the ids of those that exist"));
        }
        if (typed.length() >= ShortId.SHOWN || !SourceVersion.isName(typed)) {
            String id = whole(notebook, typed);
            if (!id.equals(typed) || !SourceVersion.isName(typed)) {
                return id; // an id as the list shows it may look like a variable's name
            }
        }
        Object value;
        try {
            value = BaseNotebookStatics.eval(typed);
        } catch (RuntimeException e) {
            String id = whole(notebook, typed);
            if (!id.equals(typed)) {
                return id;
            }
            throw new MagicFailure("no variable '" + typed + "'; a release's id (" + Magic.DP_RELEASES
                    + " lists them), the variable that holds the release, or 'last' was expected");
        }
        return switch (value) {
            case SyntheticFrame frame -> frame.receipt().releaseId();
            case AnswerFrame frame -> frame.receipt().releaseId();
            case Receipt receipt -> receipt.releaseId();
            case null, default ->
                throw new MagicFailure(
                        "the variable '" + typed + "' holds no release; one that %dp_synthesize made was expected");
        };
    }

    private static String whole(Notebook notebook, String typed) {
        if (!typed.matches("[0-9a-f-]{4,35}")) {
            return typed;
        }
        return find(of(notebook, Optional.empty()), typed)
                .map(release -> release.receipt().releaseId())
                .orElse(typed);
    }

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
