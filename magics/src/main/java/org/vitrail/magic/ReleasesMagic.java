package org.vitrail.magic;

import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.vitrail.contract.Quote;
import org.vitrail.contract.Receipt;
import org.vitrail.contract.dataset.DatasetView;
import org.vitrail.contract.job.SubmitJob;
import org.vitrail.contract.pac.PacRequest;
import org.vitrail.contract.release.ReleaseSummary;
import org.vitrail.contract.session.SessionView;
import org.vitrail.contract.synthesis.SynthesisSpec;
import org.vitrail.contract.wire.ActionName;
import org.vitrail.contract.wire.ServerView;
import org.vitrail.magic.args.ReleasesArgs;
import org.vitrail.magic.governance.ReleasesView;
import org.vitrail.magic.governance.ShortId;

/// `%dp_releases`: what the project has already, and one of these again at no cost.
final class ReleasesMagic extends Magic {
    private final Orders orders;

    ReleasesMagic(Notebook notebook) {
        super("dp_releases", Object.class, ReleasesArgs::new, notebook);
        this.orders = new Orders(notebook);
    }

    @Override
    Object run(Object parsed, Optional<String> body) {
        ReleasesArgs args = (ReleasesArgs) parsed;
        Optional<String> variable = variable(args.output.variable);
        if (args.get.isPresent()) {
            SyntheticFrame frame = get(args.dataset, args.get.get());
            orders.show(frame, false);
            variable.ifPresent(v -> Vars.bind(v, SyntheticFrame.class, frame));
            return frame;
        }
        String dataset = args.dataset.or(notebook()::lastDataset).orElseGet(this::onlyDataset);
        List<ReleaseSummary> all = Releases.of(notebook(), dataset);
        Optional<String> mine = args.mine
                ? Optional.of(notebook()
                        .access()
                        .call(ActionName.HELLO, null, ServerView.class)
                        .user())
                : Optional.empty();
        notebook().show(ReleasesView.releases(dataset, all, mine, args.all, Instant.now()));
        ReleaseSummary[] list = all.toArray(ReleaseSummary[]::new);
        variable.ifPresent(v -> Vars.bind(v, ReleaseSummary[].class, list));
        return list;
    }

    private String onlyDataset() {
        List<String> names =
                notebook().listDatasets().stream().map(DatasetView::name).toList();
        if (names.size() != 1) {
            throw new MagicFailure(
                    "UsageError: which dataset? " + Magic.DP_RELEASES + " DATASET expected; there are " + names);
        }
        return names.getFirst();
    }

    /// Sends the release's own request again under the caller's session: its fingerprint finds the stored rows. It is
    /// sent only if the server says before that it will be a replay.
    private SyntheticFrame get(Optional<String> dataset, String typed) {
        String named = Releases.named(notebook(), typed);
        List<ReleaseSummary> all = Releases.of(notebook(), dataset);
        ReleaseSummary wanted = Releases.find(all, named)
                .orElseThrow(() -> new MagicFailure("your project has no release '" + typed + "'"
                        + dataset.map(name -> " of '" + name + "'").orElse("") + "; " + Magic.DP_RELEASES
                        + " lists the ids"));
        Receipt receipt = wanted.receipt();
        String id = ShortId.of(receipt.releaseId());
        if (!wanted.current()) {
            throw new MagicFailure("release " + id + " is of rows that were replaced since, so its request would be a"
                    + " new one; " + rows(receipt));
        }
        Optional<ReleaseSummary> newer = all.stream()
                .filter(r -> r.receipt().fingerprint().equals(receipt.fingerprint()))
                .findFirst();
        if (newer.isPresent() && !newer.get().equals(wanted)) {
            throw new MagicFailure("release " + id + " was bought anew (--fresh) as "
                    + ShortId.of(newer.get().receipt().releaseId()) + ", which its request delivers now; "
                    + rows(receipt));
        }
        SynthesisSpec spec = switch (receipt.spec()) {
            case SynthesisSpec s -> s;
            case PacRequest _ ->
                throw new MagicFailure("release " + id + " is an answer of PAC privacy: run its %"
                        + "%pac_calibrate cell" + " again, which costs nothing");
        };
        SessionView session = notebook().session(wanted.dataset());
        SubmitJob question = new SubmitJob(session.sessionId(), spec, "quote-only", false, false);
        if (!notebook().access().call(ActionName.QUOTE, question, Quote.class).replay()) {
            throw new MagicFailure("release " + id + " was made by engine version " + receipt.engineVersion()
                    + ", and this server would make another one and charge for it; nothing was charged; "
                    + rows(receipt));
        }
        SyntheticFrame frame = orders.buy(session, spec, false, false);
        if (!frame.receipt().releaseId().equals(receipt.releaseId())) {
            throw new MagicFailure("the server delivered release "
                    + ShortId.of(frame.receipt().releaseId()) + " instead of " + id + "; ask again");
        }
        return frame;
    }

    private static String rows(Receipt receipt) {
        return Magic.DP_CERTIFICATE + " " + receipt.releaseId() + " --rows FILE saves its rows as they are stored";
    }
}
