package org.vitrail.kernel;

import com.google.gson.JsonArray;
import com.google.gson.JsonElement;
import com.google.gson.JsonNull;
import com.google.gson.JsonObject;
import com.google.gson.JsonSerializationContext;
import com.google.gson.JsonSerializer;
import com.google.gson.annotations.JsonAdapter;
import com.google.gson.annotations.SerializedName;
import java.lang.reflect.Type;
import java.util.List;
import org.dflib.jjava.jupyter.kernel.HelpLink;
import org.dflib.jjava.jupyter.kernel.LanguageInfo;
import org.dflib.jjava.jupyter.kernel.history.HistoryEntry;
import org.dflib.jjava.jupyter.messages.reply.HistoryReply;
import org.dflib.jjava.jupyter.messages.reply.KernelInfoReply;
import org.dflib.jjava.jupyter.messages.request.HistoryRequest;

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

    /// The protocol wants each entry as `[session, number, input]`, or `[session, number, [input, output]]`.
    @JsonAdapter(Tuples.class)
    static final class History extends HistoryReply {
        private final boolean withOutput;

        private History(List<HistoryEntry> entries, boolean withOutput) {
            super(entries);
            this.withOutput = withOutput;
        }

        static History of(HistoryRequest request, CellHistory cells) {
            return new History(cells.answer(request), request.includeOutput());
        }
    }

    static final class Tuples implements JsonSerializer<History> {
        @Override
        public JsonElement serialize(History reply, Type type, JsonSerializationContext context) {
            JsonArray entries = new JsonArray();
            for (HistoryEntry entry : reply.getHistory()) {
                JsonArray tuple = new JsonArray();
                tuple.add(entry.getSession());
                tuple.add(entry.getCellNumber());
                if (reply.withOutput) {
                    JsonArray both = new JsonArray();
                    both.add(entry.getInput());
                    both.add(JsonNull.INSTANCE); // outputs are not kept
                    tuple.add(both);
                } else {
                    tuple.add(entry.getInput());
                }
                entries.add(tuple);
            }
            JsonObject out = new JsonObject();
            out.addProperty("status", "ok");
            out.add("history", entries);
            return out;
        }
    }
}
