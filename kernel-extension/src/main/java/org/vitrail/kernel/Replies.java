package org.vitrail.kernel;

import com.google.gson.annotations.SerializedName;
import java.util.List;
import org.dflib.jjava.jupyter.kernel.HelpLink;
import org.dflib.jjava.jupyter.kernel.LanguageInfo;
import org.dflib.jjava.jupyter.kernel.history.HistoryEntry;
import org.dflib.jjava.jupyter.messages.reply.HistoryReply;
import org.dflib.jjava.jupyter.messages.reply.KernelInfoReply;

/// Replies with the `status` that the protocol asks for and jjava-jupyter leaves out. The fields are read by Gson.
final class Replies {
    private Replies() {}

    static final class Information extends KernelInfoReply {
        final String status = "ok";

        @SerializedName("supported_features")
        final List<String> supportedFeatures = List.of();

        Information(String name, String version, LanguageInfo language, String banner, List<HelpLink> links) {
            super("5.3", name, version, language, banner, links);
        }
    }

    static final class History extends HistoryReply {
        final String status = "ok";

        History(List<HistoryEntry> entries) {
            super(entries);
        }
    }
}
